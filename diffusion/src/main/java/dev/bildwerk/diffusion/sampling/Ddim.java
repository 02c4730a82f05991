package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * DDIM with eta 0.
 *
 * <p>A step may aim beside the level where the next one begins (see {@link Step}). diffusers carries the variance
 * preserving latent {@code x / sqrt(sigma^2 + 1)} from the one to the other as it is, and so does this.
 *
 * @see <a href="https://arxiv.org/abs/2010.02502">Song et al. 2020, equation 12</a>
 */
public final class Ddim {
    private Ddim() {}

    /** See {@link Sampler#sample}; no noise is drawn. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) -> {
            double target = step.targetSigma();
            Tensor lowered = SamplingLoop.lowerNoise(latent, denoised, step.sigma(), target);
            return SamplingLoop.carry(lowered, target, schedule.sigma(i + 1));
        });
    }
}
