package dev.bildwerk.diffusion.sampling;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Noise levels picked from a checkpoint's table, the noisiest first, as k-diffusion and ComfyUI pick them. */
final class TableSigmas {
    private TableSigmas() {}

    /** Evenly from the last timestep to the first. */
    static double[] normal(NoiseSchedule noise, int steps) {
        return even(noise, steps, Math.max(1, steps - 1));
    }

    /** Evenly from the last timestep towards the first, which is left out. */
    static double[] sgmUniform(NoiseSchedule noise, int steps) {
        return even(noise, steps, steps);
    }

    private static double[] even(NoiseSchedule noise, int steps, int intervals) {
        double last = noise.size() - 1;
        return IntStream.range(0, steps)
                .mapToDouble(i -> logInterpolated(noise, last - last * i / intervals))
                .toArray();
    }

    /** Whole timesteps from the last one down. */
    static double[] simple(NoiseSchedule noise, int steps) {
        double distance = (double) noise.size() / steps;
        return IntStream.range(0, steps)
                .mapToDouble(i -> noise.sigma(noise.size() - 1 - (int) (i * distance)))
                .toArray();
    }

    /** Whole timesteps from the second one up; one more than asked for, if the table is no multiple of the steps. */
    static double[] ddim(NoiseSchedule noise, int steps) {
        int distance = Math.max(1, noise.size() / steps);
        int count = (noise.size() - 2) / distance + 1;
        return IntStream.range(0, count)
                .mapToDouble(i -> noise.sigma(1 + (count - 1 - i) * distance))
                .toArray();
    }

    /** Whole timesteps at the quantiles of the beta distribution; fewer than asked for, if two would be the same. */
    static double[] beta(NoiseSchedule noise, int steps) {
        DoubleStream timesteps = IntStream.range(0, steps)
                .mapToDouble(i -> Math.rint(BetaSigmas.quantile(1 - (double) i / steps) * (noise.size() - 1)));
        return timesteps.distinct().map(noise::sigma).toArray();
    }

    /** Between two timesteps on a line over log sigma. */
    private static double logInterpolated(NoiseSchedule noise, double timestep) {
        int low = (int) Math.clamp(timestep, 0, noise.size() - 2);
        double below = noise.sigma(low);
        return below * Math.pow(noise.sigma(low + 1) / below, timestep - low);
    }
}
