package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * Denoising diffusion probabilistic models, whose step in the variance exploding form is Euler a's; they differ in their
 * noise levels only. Of diffusers' variances this is {@code fixed_small}.
 *
 * @see <a href="https://arxiv.org/abs/2006.11239">Ho et al. 2020, algorithm 2 with the posterior variance of equation
 *     7</a>
 */
public final class Ddpm {
    private Ddpm() {}

    /** See {@link Sampler#sample}. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return EulerAncestral.sample(denoiser, x, schedule, noise, listener);
    }
}
