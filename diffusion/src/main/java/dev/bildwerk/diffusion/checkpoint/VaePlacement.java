package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.engine.DType;

/**
 * Where an autoencoder is computed, and in which number format. In fp16 the decoder of Stable Diffusion XL computes numbers
 * beyond that format's range (its card says so, and diffusers' configuration of it {@code force_upcast}), so it is computed in
 * fp32 there. In bf16, whose range is fp32's, nothing overflows.
 */
final class VaePlacement {
    private VaePlacement() {}

    static Placement of(Checkpoint checkpoint, Placement model) {
        boolean overflows = checkpoint.unet().added() instanceof AddedConditions.TextTime && checkpoint.tinyVae() == null;
        return model.precision() == DType.F16 && overflows ? new Placement(model.device(), DType.F32, model.storage()) : model;
    }
}
