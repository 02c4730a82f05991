package dev.bildwerk.diffusion.guide;

import dev.bildwerk.diffusion.unet.SideFeatures;
import dev.bildwerk.diffusion.unet.UNetInput;

/** A network that has seen its picture. */
@FunctionalInterface
public interface Guide {
    /** @param input as the denoiser is given it, without what a checkpoint for inpainting sees beside the latent */
    SideFeatures features(UNetInput input);
}
