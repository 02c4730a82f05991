package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * DPM-Solver++(2S), the second-order singlestep solver, with ancestral noise, as k-diffusion's
 * {@code sample_dpmpp_2s_ancestral} with eta 1. Two calls of the denoiser a step, one at the last.
 *
 * @see <a href="https://arxiv.org/abs/2211.01095">Lu et al. 2022, algorithm 1</a>
 */
public final class DpmPlusPlus2SAncestral {
    private DpmPlusPlus2SAncestral() {}

    /** See {@link Sampler#sample}. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) -> {
            double sigma = step.sigma();
            AncestralStep ancestral = AncestralStep.between(sigma, step.targetSigma());
            if (ancestral.down() == 0) {
                return SamplingLoop.lowerNoise(latent, denoised, sigma, 0);
            }
            double middle = Math.sqrt(sigma * ancestral.down());
            Tensor there = denoiser.denoise(SamplingLoop.lowerNoise(latent, denoised, sigma, middle), middle);
            return ancestral.apply(latent, there, noise.draw(latent.shape()));
        });
    }
}
