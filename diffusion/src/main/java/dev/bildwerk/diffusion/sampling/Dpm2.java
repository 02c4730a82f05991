package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * The midpoint method with its midpoint in log sigma, as k-diffusion's {@code sample_dpm_2} and
 * {@code sample_dpm_2_ancestral}. Two calls of the denoiser a step, one at the last.
 *
 * @see <a href="https://arxiv.org/abs/2206.00927">Lu et al. 2022, DPM-Solver-2, which inspired it</a>
 */
public final class Dpm2 {
    private Dpm2() {}

    /** See {@link Sampler#sample}; no noise is drawn. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) ->
                step(denoiser, latent, denoised, step.sigma(), step.targetSigma()));
    }

    /** "DPM2 a": goes down further than asked and adds new noise. See {@link Sampler#sample}. */
    public static Tensor sampleAncestral(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) -> {
            AncestralStep ancestral = AncestralStep.between(step.sigma(), step.targetSigma());
            Tensor lowered = step(denoiser, latent, denoised, step.sigma(), ancestral.down());
            return ancestral.down() == 0 ? lowered : ancestral.addNoise(lowered, noise.draw(latent.shape()));
        });
    }

    private static Tensor step(Denoiser denoiser, Tensor x, Tensor denoised, double sigma, double target) {
        Tensor lowered = SamplingLoop.lowerNoise(x, denoised, sigma, target);
        if (target == 0 || SamplingLoop.leavesPureNoise(sigma, target)) {
            return lowered;
        }
        double middle = Math.sqrt(sigma * target);
        Tensor there = denoiser.denoise(SamplingLoop.lowerNoise(x, denoised, sigma, middle), middle);
        return lowered.add(there.sub(denoised), (sigma - target) / middle);
    }
}
