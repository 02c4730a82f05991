package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * DPM-Solver++(3M) for the diffusion SDE, as k-diffusion's {@code sample_dpmpp_3m_sde} with eta 1: the clean latent is
 * extrapolated by a polynomial in log sigma through the last three. One call of the denoiser a step.
 *
 * @see <a href="https://arxiv.org/abs/2211.01095">Lu et al. 2022, appendix B, for the multistep solvers</a>
 * @see <a href="https://github.com/crowsonkb/k-diffusion/blob/master/k_diffusion/sampling.py">k-diffusion, where the
 *     third order is from</a>
 */
public final class DpmPlusPlus3MSde {
    private DpmPlusPlus3MSde() {}

    /** See {@link Sampler#sample}. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        IntervalNoise path = IntervalNoise.of(noise, schedule, x);
        try (History before = new History(2)) {
            return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) -> {
                double sigma = step.sigma();
                double target = step.targetSigma();
                Tensor next = target == 0 || target == sigma
                        ? SamplingLoop.lowerNoise(latent, denoised, sigma, target)
                        : AncestralStep.between(sigma, target)
                                .apply(latent, denoised, path.between(sigma, target))
                                .add(correction(schedule, i, denoised, before));
                before.add(denoised.copy());
                return next;
            });
        }
    }

    /** What the second and the third order add to the first. */
    private static Tensor correction(Schedule schedule, int index, Tensor denoised, History before) {
        double step = logStep(schedule, index);
        // Steps at one level tell nothing about the slope.
        int order = 1;
        while (order < 3 && order <= index && logStep(schedule, index - order) > 0) {
            order++;
        }
        if (order == 1) {
            return denoised.mul(0);
        }
        double twice = 2 * step;
        double phi2 = 1 + Math.expm1(-twice) / twice;
        double ratio = logStep(schedule, index - 1) / step;
        Tensor slope = denoised.sub(before.get(0)).mulInPlace(1 / ratio);
        if (order == 2) {
            return slope.mulInPlace(phi2);
        }
        double olderRatio = logStep(schedule, index - 2) / step;
        Tensor olderSlope = before.get(0).sub(before.get(1)).mulInPlace(1 / olderRatio);
        Tensor bend = slope.sub(olderSlope).mulInPlace(1 / (ratio + olderRatio));
        double phi3 = phi2 / twice - 0.5;
        return slope.mul(phi2).addInPlace(bend, phi2 * ratio - phi3);
    }

    private static double logStep(Schedule schedule, int index) {
        return Math.log(schedule.sigma(index) / schedule.sigma(index + 1));
    }
}
