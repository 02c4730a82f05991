package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * Euler's method that goes down further than asked and adds new noise up to the next level, as k-diffusion's
 * {@code sample_euler_ancestral} with eta 1. Noise is drawn at every step, the last one included, as diffusers does;
 * there it counts nothing.
 *
 * @see <a href="https://github.com/crowsonkb/k-diffusion/blob/master/k_diffusion/sampling.py">k-diffusion</a>
 */
public final class EulerAncestral {
    private EulerAncestral() {}

    /** See {@link Sampler#sample}. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) ->
                AncestralStep.between(step.sigma(), step.targetSigma())
                        .apply(latent, denoised, noise.draw(latent.shape())));
    }
}
