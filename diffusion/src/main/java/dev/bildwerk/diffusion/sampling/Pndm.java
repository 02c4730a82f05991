package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * Pseudo numerical methods for diffusion models: the multistep method of Adams and Bashforth of order 4, over the noise
 * that the model sees. Its coefficients are those of even steps, whatever the steps are.
 *
 * <p>PNDM takes its first three steps by Runge and Kutta's method, with four calls of the denoiser each. PLMS, which is
 * what Stable Diffusion's programs take, begins with one step of two calls and lower orders.
 *
 * @see <a href="https://arxiv.org/abs/2202.09778">Liu et al. 2022, equations 12 to 14 and algorithm 2</a>
 */
public final class Pndm {
    private static final int ORDER = 4;

    /** Of Adams and Bashforth, the newest slope's first. */
    private static final double[][] WEIGHTS = {
        {1}, {3 / 2.0, -1 / 2.0}, {23 / 12.0, -16 / 12.0, 5 / 12.0}, {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
    };

    private Pndm() {}

    /** PNDM with its Runge-Kutta beginning. See {@link Sampler#sample}; no noise is drawn. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return sample(denoiser, x, schedule, listener, true);
    }

    /** PLMS. See {@link Sampler#sample}; no noise is drawn. */
    public static Tensor samplePlms(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return sample(denoiser, x, schedule, listener, false);
    }

    private static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, StepListener listener, boolean rungeKutta) {
        try (History slopes = new History(ORDER)) {
            return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) -> {
                Tensor slope = slope(latent, denoised, step.sigma());
                slopes.add(slope);
                boolean oneCall = i == schedule.size() - 1 && schedule.end() == 0
                        || SamplingLoop.leavesPureNoise(step.sigma(), step.targetSigma());
                Tensor next;
                if (rungeKutta && i < ORDER - 1 && !oneCall) {
                    next = rungeKutta(denoiser, latent, denoised, slope, schedule, step);
                } else if (i == 0 && !oneCall) {
                    next = Heun.step(denoiser, latent, denoised, step.sigma(), step.targetSigma());
                } else {
                    next = multistep(latent, denoised, step, slopes);
                }
                return SamplingLoop.carry(next, step.targetSigma(), schedule.sigma(i + 1));
            });
        }
    }

    private static Tensor multistep(Tensor x, Tensor denoised, Step step, History slopes) {
        double distance = step.targetSigma() - step.sigma();
        double[] weights = WEIGHTS[slopes.size() - 1];
        Tensor next = SamplingLoop.lowerNoise(x, denoised, step.sigma(), step.targetSigma());
        // The weights add up to 1, so only differences from the newest slope are left to add.
        for (int age = 1; age < weights.length; age++) {
            next = next.addInPlace(slopes.get(age).sub(slopes.get(0)), distance * weights[age]);
        }
        return next;
    }

    private static Tensor rungeKutta(
            Denoiser denoiser, Tensor x, Tensor denoised, Tensor slope, Schedule schedule, Step step) {
        double sigma = step.sigma();
        double target = step.targetSigma();
        double middle = Math.clamp(
                schedule.noiseSchedule().sigma((step.timestep() + schedule.timestep(target)) / 2), target, sigma);
        Tensor halfway = SamplingLoop.lowerNoise(x, denoised, sigma, middle);
        Tensor second = slopeAt(denoiser, halfway, middle).sub(slope);
        Tensor third = slopeAt(denoiser, halfway.add(second, middle - sigma), middle).sub(slope);
        Tensor lowered = SamplingLoop.lowerNoise(x, denoised, sigma, target);
        Tensor fourth = slopeAt(denoiser, lowered.add(third, target - sigma), target).sub(slope);
        Tensor sum = second.add(third).mulInPlace(2).addInPlace(fourth, 1);
        return lowered.add(sum, (target - sigma) / 6);
    }

    private static Tensor slopeAt(Denoiser denoiser, Tensor x, double sigma) {
        return slope(x, denoiser.denoise(x, sigma), sigma);
    }

    private static Tensor slope(Tensor x, Tensor denoised, double sigma) {
        return x.sub(denoised).mulInPlace(1 / sigma);
    }
}
