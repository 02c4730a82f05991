package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * DPM-Solver++ of second order for the diffusion SDE, singlestep, as k-diffusion's {@code sample_dpmpp_sde} with eta 1.
 * Two calls of the denoiser a step, one at the last; the noise of the first half is part of the whole step's.
 *
 * @see <a href="https://arxiv.org/abs/2211.01095">Lu et al. 2022, section 3.4 and algorithm 1</a>
 */
public final class DpmPlusPlusSde {
    private DpmPlusPlusSde() {}

    /** See {@link Sampler#sample}. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        IntervalNoise path = IntervalNoise.of(noise, schedule, x);
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) -> {
            double sigma = step.sigma();
            double target = step.targetSigma();
            if (target == 0) {
                return SamplingLoop.lowerNoise(latent, denoised, sigma, 0);
            }
            double middle = Math.sqrt(sigma * target);
            Tensor half = AncestralStep.between(sigma, middle).apply(latent, denoised, path.between(sigma, middle));
            Tensor there = denoiser.denoise(half, middle);
            return AncestralStep.between(sigma, target).apply(latent, there, path.between(sigma, target));
        });
    }
}
