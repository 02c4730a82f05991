package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * DPM-Solver++(2M), the second-order multistep solver in its midpoint form: one call of the denoiser a step, and the
 * one before is remembered. The first step and one that ends at no noise are of first order. diffusers'
 * DPMSolverMultistepScheduler and k-diffusion's {@code sample_dpmpp_2m} take the same steps; only their noise levels
 * differ.
 *
 * @see <a href="https://arxiv.org/abs/2211.01095">Lu et al. 2022, algorithm 2</a>
 */
public final class DpmPlusPlus2M {
    private DpmPlusPlus2M() {}

    /** See {@link Sampler#sample}; no noise is drawn. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) ->
                SamplingLoop.lowerNoise(
                        latent, expected(schedule, i, denoised, previous), step.sigma(), step.targetSigma()));
    }

    /** The clean latent that is expected in the middle of a step, in log sigma. */
    static Tensor expected(Schedule schedule, int index, Tensor denoised, Tensor previous) {
        Step step = schedule.steps().get(index);
        double sigma = step.sigma();
        double target = step.targetSigma();
        double before = index == 0 ? sigma : schedule.sigma(index - 1);
        // Two steps at one level (many steps over few timesteps) tell nothing about the slope.
        return target == 0 || before == sigma
                ? denoised
                : extrapolated(denoised, previous, Math.log(sigma / target) / Math.log(before / sigma));
    }

    /** @param ratio of the step to the one before, in log sigma */
    private static Tensor extrapolated(Tensor denoised, Tensor previous, double ratio) {
        return denoised.add(denoised.sub(previous), ratio / 2);
    }
}
