package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

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
        return sample(denoiser, x, schedule, noise, listener, (from, to) -> Math.sqrt(from * to), level -> level);
    }

    /** As ComfyUI, which rounds the level in the middle to 32-bit floats. See {@link Sampler#sample}. */
    public static Tensor sampleInFloats(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return sample(denoiser, x, schedule, noise, listener, DpmPlusPlusSde::middleInFloats, level -> level);
    }

    /** As k-diffusion in 32-bit floats, which asks the path for levels that went through a logarithm and back. */
    public static Tensor sampleInFloatLogarithms(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return sample(denoiser, x, schedule, noise, listener, DpmPlusPlusSde::middleInFloats, level ->
                (float) Math.exp((float) Math.log((float) level)));
    }

    private static double middleInFloats(double from, double to) {
        float begin = (float) -Math.log((float) from);
        float way = (float) -Math.log((float) to) - begin;
        return (float) Math.exp(-(begin + 0.5f * way));
    }

    private static Tensor sample(
            Denoiser denoiser,
            Tensor x,
            Schedule schedule,
            NoiseSource noise,
            StepListener listener,
            DoubleBinaryOperator middles,
            DoubleUnaryOperator asked) {
        IntervalNoise path = IntervalNoise.of(noise, schedule, x);
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) -> {
            double sigma = step.sigma();
            double target = step.targetSigma();
            if (target == 0) {
                return SamplingLoop.lowerNoise(latent, denoised, sigma, 0);
            }
            double from = asked.applyAsDouble(sigma);
            double middle = middles.applyAsDouble(sigma, target);
            Tensor half = AncestralStep.between(sigma, middle).apply(latent, denoised, path.between(from, middle));
            Tensor there = denoiser.denoise(half, middle);
            return AncestralStep.between(sigma, target)
                    .apply(latent, there, path.between(from, asked.applyAsDouble(target)));
        });
    }
}
