package dev.bildwerk.diffusion.sampling;

import java.util.Arrays;

/** The timesteps of the three spacings, noisiest first, as diffusers' schedulers compute them. */
final class Timesteps {
    private static final int CONSISTENCY_STEPS = 50;

    private Timesteps() {}

    /** As the Euler schedulers have it: linspace is not rounded to whole timesteps. */
    static double[] fractional(SchedulerConfig config, TimestepSpacing spacing, int steps) {
        return spacing == TimestepSpacing.LINSPACE
                ? floats(linspace(config, steps))
                : rounded(config, spacing, steps);
    }

    /** As DDIM has it. */
    static double[] rounded(SchedulerConfig config, TimestepSpacing spacing, int steps) {
        return switch (spacing) {
            case LINSPACE -> whole(linspace(config, steps));
            case LEADING -> leading(config, config.trainTimesteps() / steps, 0, steps);
            case TRAILING -> trailing(config, steps);
        };
    }

    /** As DPM-Solver has it: linspace and leading are spaced for one step more, and the least noisy one is left out. */
    static double[] withoutTheLast(SchedulerConfig config, TimestepSpacing spacing, int steps) {
        return switch (spacing) {
            case LINSPACE -> Arrays.copyOf(whole(linspace(config, steps + 1)), steps);
            // With as many steps as timesteps the ratio would be 0 and all steps the same.
            case LEADING -> leading(config, Math.max(1, config.trainTimesteps() / (steps + 1)), 1, steps);
            case TRAILING -> trailing(config, steps);
        };
    }

    /** As LCM and TCD have it: out of the 50 timesteps that consistency models are distilled at. */
    static double[] consistency(SchedulerConfig config, int steps) {
        int original = Math.min(Math.max(CONSISTENCY_STEPS, steps), config.trainTimesteps());
        int distance = config.trainTimesteps() / original;
        double[] timesteps = new double[steps];
        for (int i = 0; i < steps; i++) {
            int index = (int) (i * ((double) original / steps));
            timesteps[i] = (original - index) * distance - 1;
        }
        return timesteps;
    }

    private static double[] linspace(SchedulerConfig config, int steps) {
        double[] timesteps = new double[steps];
        double distance = steps == 1 ? 0 : (config.trainTimesteps() - 1.0) / (steps - 1);
        for (int i = 0; i < steps; i++) {
            timesteps[i] = (steps - 1 - i) * distance;
        }
        if (steps > 1) {
            timesteps[0] = config.trainTimesteps() - 1;
        }
        return timesteps;
    }

    private static double[] leading(SchedulerConfig config, int ratio, int first, int steps) {
        double[] timesteps = new double[steps];
        for (int i = 0; i < steps; i++) {
            int timestep = (first + steps - 1 - i) * ratio + config.stepsOffset();
            timesteps[i] = Math.min(timestep, config.trainTimesteps() - 1);
        }
        return timesteps;
    }

    private static double[] trailing(SchedulerConfig config, int steps) {
        double[] timesteps = new double[steps];
        double ratio = (double) config.trainTimesteps() / steps;
        for (int i = 0; i < steps; i++) {
            timesteps[i] = Math.rint(config.trainTimesteps() - i * ratio) - 1;
        }
        return timesteps;
    }

    private static double[] whole(double[] timesteps) {
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = Math.rint(timesteps[i]);
        }
        return timesteps;
    }

    private static double[] floats(double[] timesteps) {
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = (float) timesteps[i];
        }
        return timesteps;
    }
}
