package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * The linear multistep method of Adams and Bashforth over sigma, of order 4: a polynomial through the slopes of the
 * last steps is integrated over the next one. One call of the denoiser a step.
 *
 * @see <a href="https://github.com/crowsonkb/k-diffusion/blob/master/k_diffusion/sampling.py">k-diffusion's
 *     sample_lms</a>
 */
public final class Lms {
    private static final int ORDER = 4;

    /** Two points of Gauss and Legendre integrate a polynomial of degree 3 exactly. */
    private static final double[] GAUSS_POINTS = {-1 / Math.sqrt(3), 1 / Math.sqrt(3)};

    private Lms() {}

    /** See {@link Sampler#sample}; no noise is drawn. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return sample(denoiser, x, schedule, listener, false);
    }

    /** As ComfyUI: a step to no noise gives the denoiser's answer. See {@link Sampler#sample}; no noise is drawn. */
    public static Tensor sampleToTheAnswer(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return sample(denoiser, x, schedule, listener, true);
    }

    private static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, StepListener listener, boolean toTheAnswer) {
        try (History slopes = new History(ORDER)) {
            return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) -> {
                Tensor slope = latent.sub(denoised).mulInPlace(1 / step.sigma());
                slopes.add(slope);
                if (toTheAnswer && step.targetSigma() == 0) {
                    return denoised.copy();
                }
                double[] nodes = lastLevels(schedule, i);
                Tensor next = SamplingLoop.lowerNoise(latent, denoised, step.sigma(), step.targetSigma());
                // The weights add up to the step, so only differences from the newest slope are left to add.
                for (int age = 1; age < nodes.length; age++) {
                    double weight = weight(nodes, age, step.sigma(), step.targetSigma());
                    next = next.addInPlace(slopes.get(age).sub(slope), weight);
                }
                return next;
            });
        }
    }

    /** The noise levels of the last steps, newest first, as far back as each is another one. */
    private static double[] lastLevels(Schedule schedule, int step) {
        int count = 1;
        while (count < ORDER && count <= step && schedule.sigma(step - count) > schedule.sigma(step - count + 1)) {
            count++;
        }
        double[] levels = new double[count];
        for (int age = 0; age < count; age++) {
            levels[age] = schedule.sigma(step - age);
        }
        return levels;
    }

    /** The integral of Lagrange's polynomial that is 1 at one node and 0 at the others. */
    private static double weight(double[] nodes, int chosen, double from, double to) {
        double integral = 0;
        for (double point : GAUSS_POINTS) {
            double level = (from + to) / 2 + (to - from) / 2 * point;
            double product = 1;
            for (int other = 0; other < nodes.length; other++) {
                if (other != chosen) {
                    product *= (level - nodes[other]) / (nodes[chosen] - nodes[other]);
                }
            }
            integral += product * (to - from) / 2;
        }
        return integral;
    }
}
