package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver-fast: as many calls of the denoiser as the schedule has steps, spent on steps of order 3 that are even in
 * log sigma, and a rest of lower order. Of the schedule only the first level and the number of steps count; as in
 * k-diffusion's {@code sample_dpm_fast} it ends at the smallest noise level of the checkpoint and not at none.
 *
 * <p>The listener hears of the solver's own steps, of which there is one for every three calls.
 *
 * @see <a href="https://arxiv.org/abs/2206.00927">Lu et al. 2022, section 3.4</a>
 */
public final class DpmFast {
    private DpmFast() {}

    /** With eta 0, as the paper. See {@link Sampler#sample}; no noise is drawn. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return sample(denoiser, x, schedule, noise, listener, false);
    }

    /** With eta 1, as AUTOMATIC1111 calls it. See {@link Sampler#sample}. */
    public static Tensor sampleAncestral(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return sample(denoiser, x, schedule, noise, listener, true);
    }

    private static Tensor sample(
            Denoiser denoiser,
            Tensor x,
            Schedule schedule,
            NoiseSource noise,
            StepListener listener,
            boolean ancestral) {
        double end = end(schedule);
        List<Integer> orders = orders(schedule.size());
        List<Step> steps = steps(schedule.sigma(0), end, orders.size());
        return SamplingLoop.run(denoiser, x, steps, listener, (i, step, latent, denoised, previous) -> {
            AncestralStep way = way(step.sigma(), step.targetSigma(), end, ancestral);
            DpmSolver solver = new DpmSolver(denoiser, latent, denoised, step.sigma(), way.down());
            Tensor lowered = switch (orders.get(i)) {
                case 1 -> solver.firstOrder();
                case 2 -> solver.secondOrder();
                default -> solver.thirdOrder();
            };
            return ancestral ? way.addNoise(lowered, noise.draw(latent.shape())) : lowered;
        });
    }

    /** Where DPM-Solver ends; for a short way that begins below that, at its half. */
    static double end(Schedule schedule) {
        return Math.min(schedule.noiseSchedule().smallestSigma(), schedule.sigma(0) / 2);
    }

    /** Straight to the target, or lower and up again; never below the end. */
    static AncestralStep way(double sigma, double target, double end, boolean ancestral) {
        double down = ancestral ? Math.max(end, target * target / sigma) : target;
        return AncestralStep.through(sigma, Math.min(down, target), target);
    }

    private static List<Integer> orders(int calls) {
        List<Integer> orders = new ArrayList<>();
        int rest = calls % 3;
        for (int i = rest == 0 ? 1 : 0; i < calls / 3; i++) {
            orders.add(3);
        }
        orders.addAll(rest == 0 ? List.of(2, 1) : List.of(rest));
        return orders;
    }

    private static List<Step> steps(double start, double end, int count) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double target = i == count - 1 ? end : level(start, end, i + 1, count);
            steps.add(new Step(0, level(start, end, i, count), target));
        }
        return steps;
    }

    private static double level(double start, double end, int i, int count) {
        return start * Math.pow(end / start, (double) i / count);
    }
}
