package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Restart sampling: {@link Heun}'s steps, and near the end once or twice back up with new noise and down again. With
 * fewer than 20 steps nothing is restarted. Which steps are restarted follows AUTOMATIC1111's sampler of this name: the
 * number of steps stays what it was, with restarts the noise levels are Karras'.
 *
 * @see <a href="https://arxiv.org/abs/2306.14878">Xu et al. 2023, algorithm 1</a>
 */
public final class Restart {
    private static final int FEWEST_STEPS = 20;
    private static final int STEPS_FOR_TWO_RESTARTS = 36;
    private static final double RESTART_FROM = 0.1;
    private static final double RESTART_AT = 2;

    private Restart() {}

    /** See {@link Sampler#sample}. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        List<Step> steps = steps(schedule);
        return SamplingLoop.run(denoiser, x, steps, listener, (i, step, latent, denoised, previous) -> {
            double target = step.targetSigma();
            Tensor next = Heun.step(denoiser, latent, denoised, step.sigma(), target);
            double begin = i == steps.size() - 1 ? target : steps.get(i + 1).sigma();
            return begin > target
                    ? AncestralStep.through(step.sigma(), target, begin).addNoise(next, noise.draw(next.shape()))
                    : next;
        });
    }

    /** All steps in the order they are taken; noise grows where a restart begins. */
    static List<Step> steps(Schedule schedule) {
        int count = schedule.size();
        if (count < FEWEST_STEPS) {
            return schedule.steps();
        }
        boolean two = count >= STEPS_FOR_TWO_RESTARTS;
        int times = two ? 2 : 1;
        int restartSteps = two ? count / 4 : 9;
        double largest = schedule.sigma(0);
        List<Double> levels = karras(largest, schedule.sigma(count - 1), count - restartSteps * times);
        levels.add(0.0);
        int from = nearest(levels, RESTART_FROM);
        int at = nearest(levels, RESTART_AT);
        List<Step> steps = new ArrayList<>(falling(levels.subList(0, from + 1)));
        if (at < from) {
            List<Step> again = falling(karras(levels.get(at), levels.get(from), restartSteps + 1));
            for (int i = 0; i < times; i++) {
                steps.addAll(again);
            }
        }
        steps.addAll(falling(levels.subList(from, levels.size())));
        return steps;
    }

    private static List<Double> karras(double largest, double smallest, int count) {
        List<Double> levels = new ArrayList<>();
        for (double level : KarrasSigmas.of(largest, smallest, count)) {
            levels.add((double) (float) level);
        }
        return levels;
    }

    private static List<Step> falling(List<Double> levels) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i + 1 < levels.size(); i++) {
            steps.add(new Step(0, levels.get(i), levels.get(i + 1)));
        }
        return steps;
    }

    private static int nearest(List<Double> levels, double wanted) {
        int nearest = 0;
        for (int i = 1; i < levels.size(); i++) {
            if (Math.abs(levels.get(i) - wanted) < Math.abs(levels.get(nearest) - wanted)) {
                nearest = i;
            }
        }
        return nearest;
    }
}
