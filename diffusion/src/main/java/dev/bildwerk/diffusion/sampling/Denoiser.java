package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * Says what the clean latent is under a noisy one: all that a sampler knows of a model, its prompt and its guidance.
 */
@FunctionalInterface
public interface Denoiser {
    /**
     * @param x {@code [batch, channels, height, width]}, the clean latent plus sigma times standard normal noise (the
     *     variance exploding form of Karras et al. 2022)
     * @param sigma standard deviation of the noise in x
     * @return the predicted clean latent, in x's shape and on its device
     */
    Tensor denoise(Tensor x, double sigma);
}
