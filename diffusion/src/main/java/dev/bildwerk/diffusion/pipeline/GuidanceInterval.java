package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.sampling.Schedule;

/**
 * The noise levels at which a picture is guided; at others guidance is 1 (Kynkäänniemi et al. 2024).
 *
 * @param above noise up to this sigma is not guided
 * @param upTo noise above this sigma is not guided
 */
public record GuidanceInterval(double above, double upTo) {
    /** At every noise level. */
    public static final GuidanceInterval ALWAYS =
            new GuidanceInterval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    private static final double ROUNDING = 1e-9;

    /** @throws IllegalArgumentException if a bound is no number */
    public GuidanceInterval {
        if (Double.isNaN(above) || Double.isNaN(upTo)) {
            throw new IllegalArgumentException("A guidance interval needs two numbers.");
        }
    }

    /**
     * The steps from one fraction of a schedule to another: step i of n, from 0 on, is guided where
     * {@code start <= i / n < end}.
     */
    public static GuidanceInterval ofSteps(Schedule schedule, double start, double end) {
        int steps = schedule.size();
        int first = (int) Math.ceil(start * steps - ROUNDING);
        int afterLast = (int) Math.ceil(end * steps - ROUNDING);
        double upTo = first <= 0 ? Double.POSITIVE_INFINITY : StepOfSigma.beginning(schedule, Math.min(first, steps));
        double above =
                afterLast >= steps ? Double.NEGATIVE_INFINITY : StepOfSigma.beginning(schedule, Math.max(afterLast, 0));
        return new GuidanceInterval(above, upTo);
    }

    boolean contains(double sigma) {
        return sigma > above && sigma <= upTo;
    }
}
