package dev.bildwerk.diffusion.sampling;

/**
 * How the variance beta that one training timestep adds grows over the timesteps.
 *
 * <p>Computed in 32-bit floats in torch's order of operations: at the first timesteps 1 - beta keeps so few digits of
 * beta that more exact numbers would be other noise levels than those that checkpoints are sampled at elsewhere.
 */
public enum BetaSchedule {
    /** Ho et al. 2020. */
    LINEAR("linear"),
    /** Evenly spaced square roots, as latent diffusion was trained. */
    SCALED_LINEAR("scaled_linear"),
    /** Nichol and Dhariwal 2021, equation 17, beta at most 0.999; has no start and end. */
    SQUARED_COSINE("squaredcos_cap_v2");

    private static final double MAX_BETA = 0.999;

    private final String configName;

    BetaSchedule(String configName) {
        this.configName = configName;
    }

    /** As {@code beta_schedule} in a diffusers scheduler configuration. */
    public String configName() {
        return configName;
    }

    /** @throws IllegalArgumentException with a sentence that lists the known names */
    public static BetaSchedule named(String configName) {
        return ConfigNames.find("beta_schedule", configName, values(), BetaSchedule::configName);
    }

    float[] betas(double start, double end, int count) {
        return switch (this) {
            case LINEAR -> Linspace.of(start, end, count);
            case SCALED_LINEAR -> squared(Linspace.of(Math.sqrt(start), Math.sqrt(end), count));
            case SQUARED_COSINE -> squaredCosine(count);
        };
    }

    /** In doubles all the way. */
    double[] exactBetas(double start, double end, int count) {
        double[] betas = new double[count];
        for (int i = 0; i < count; i++) {
            double ramp = (double) i / (count - 1);
            betas[i] = switch (this) {
                case LINEAR -> start + ramp * (end - start);
                case SCALED_LINEAR -> {
                    double root = Math.sqrt(start) + ramp * (Math.sqrt(end) - Math.sqrt(start));
                    yield root * root;
                }
                case SQUARED_COSINE -> Math.min(
                        1 - squaredCosineAt((i + 1.0) / count) / squaredCosineAt((double) i / count), MAX_BETA);
            };
        }
        return betas;
    }

    private static float[] squared(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= values[i];
        }
        return values;
    }

    private static float[] squaredCosine(int count) {
        float[] betas = new float[count];
        for (int i = 0; i < count; i++) {
            double ratio = squaredCosineAt((i + 1.0) / count) / squaredCosineAt((double) i / count);
            betas[i] = (float) Math.min(1 - ratio, MAX_BETA);
        }
        return betas;
    }

    private static double squaredCosineAt(double fraction) {
        double cosine = Math.cos((fraction + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }
}
