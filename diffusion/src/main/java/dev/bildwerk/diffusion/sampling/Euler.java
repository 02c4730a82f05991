package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * Euler's method on the probability flow ODE.
 *
 * @see <a href="https://arxiv.org/abs/2206.00364">Karras et al. 2022, algorithm 2 without its correction and its
 * churn</a>
 */
public final class Euler {
    private Euler() {}

    /** See {@link Sampler#sample}; no noise is drawn. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) ->
                SamplingLoop.lowerNoise(latent, denoised, step.sigma(), step.targetSigma()));
    }
}
