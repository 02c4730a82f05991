package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * DPM-Solver++(2M) for the diffusion SDE, as k-diffusion's {@code sample_dpmpp_2m_sde} with eta 1: {@link DpmPlusPlus2M}
 * with ancestral steps. One call of the denoiser a step.
 *
 * @see <a href="https://arxiv.org/abs/2211.01095">Lu et al. 2022, section 3.4 and algorithm 2</a>
 */
public final class DpmPlusPlus2MSde {
    private DpmPlusPlus2MSde() {}

    /** In the midpoint form. See {@link Sampler#sample}. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        IntervalNoise path = IntervalNoise.of(noise, schedule, x);
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) -> {
            Tensor expected = DpmPlusPlus2M.expected(schedule, i, denoised, previous);
            return step(step, latent, expected, path);
        });
    }

    /** "DPM++ 2M SDE Heun": the slope is integrated exactly. See {@link Sampler#sample}. */
    public static Tensor sampleHeun(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        IntervalNoise path = IntervalNoise.of(noise, schedule, x);
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) -> {
            double sigma = step.sigma();
            Tensor next = step(step, latent, denoised, path);
            double before = i == 0 ? 0 : Math.log(schedule.sigma(i - 1) / sigma);
            if (before == 0 || step.targetSigma() == 0 || step.targetSigma() == sigma) {
                return next;
            }
            double h = Math.log(sigma / step.targetSigma());
            return next.addInPlace(denoised.sub(previous), (1 + Math.expm1(-2 * h) / (2 * h)) * h / before);
        });
    }

    private static Tensor step(Step step, Tensor x, Tensor expected, IntervalNoise path) {
        double sigma = step.sigma();
        double target = step.targetSigma();
        return target == 0
                ? SamplingLoop.lowerNoise(x, expected, sigma, 0)
                : AncestralStep.between(sigma, target).apply(x, expected, path.between(sigma, target));
    }
}
