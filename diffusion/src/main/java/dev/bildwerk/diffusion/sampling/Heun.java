package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * Heun's method on the probability flow ODE: the slope of a step is the mean of those at its two ends. Two calls of the
 * denoiser a step, one at the last.
 *
 * @see <a href="https://arxiv.org/abs/2206.00364">Karras et al. 2022, algorithm 1</a>
 */
public final class Heun {
    private Heun() {}

    /** See {@link Sampler#sample}; no noise is drawn. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) ->
                step(denoiser, latent, denoised, step.sigma(), step.targetSigma()));
    }

    /** One step; written in clean latents and not in slopes, so that nothing cancels at thousands of sigma. */
    static Tensor step(Denoiser denoiser, Tensor x, Tensor denoised, double sigma, double target) {
        Tensor lowered = SamplingLoop.lowerNoise(x, denoised, sigma, target);
        if (target == 0 || SamplingLoop.leavesPureNoise(sigma, target)) {
            return lowered;
        }
        Tensor there = denoiser.denoise(lowered, target);
        return lowered.add(there.sub(denoised), (sigma - target) / (2 * target));
    }
}
