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
        float[] timesteps = Linspace.of(noise.size() - 1, 0, intervals + 1);
        return IntStream.range(0, steps)
                .mapToDouble(i -> noise.sigmaOverLog(timesteps[i]))
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
}
