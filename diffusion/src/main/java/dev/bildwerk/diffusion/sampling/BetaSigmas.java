package dev.bildwerk.diffusion.sampling;

/**
 * Steps that crowd at both ends, as the quantiles of the beta distribution with alpha and beta 0.6.
 *
 * @see <a href="https://arxiv.org/abs/2407.12173">Lee et al. 2024</a>
 */
final class BetaSigmas {
    private static final double SHAPE = 0.6;
    private static final int BISECTIONS = 60;
    private static final double PRECISION = 1e-15;
    private static final double TINY = 1e-300;

    private BetaSigmas() {}

    /** Over sigma, as diffusers and AUTOMATIC1111. */
    static double[] of(double largest, double smallest, int steps) {
        double[] sigmas = new double[steps];
        for (int i = 0; i < steps; i++) {
            double ramp = steps == 1 ? 0 : (double) i / (steps - 1);
            sigmas[i] = smallest + quantile(1 - ramp) * (largest - smallest);
        }
        return sigmas;
    }

    /** The value below which a part of the distribution lies. */
    static double quantile(double part) {
        if (part >= 0.5) {
            // By symmetry; a half is exact, for timesteps are rounded from it.
            return part == 0.5 ? 0.5 : 1 - quantile(1 - part);
        }
        double low = 0;
        double high = 0.5;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (partBelow(middle) < part) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The regularised incomplete beta function; both shapes are alike, so that half lies below a half. */
    private static double partBelow(double x) {
        return x == 0 ? 0 : unscaled(x) / unscaled(0.5) / 2;
    }

    private static double unscaled(double x) {
        return Math.pow(x * (1 - x), SHAPE) / continuedFraction(x);
    }

    /**
     * By Lentz's method.
     *
     * @see <a href="https://dlmf.nist.gov/8.17#v">DLMF 8.17.22</a>
     */
    private static double continuedFraction(double x) {
        double value = 1;
        double c = 1;
        double d = 0;
        for (int m = 1; ; m++) {
            double coefficient = coefficient(m, x);
            d = 1 / nonzero(1 + coefficient * d);
            c = nonzero(1 + coefficient / c);
            value *= c * d;
            if (Math.abs(c * d - 1) < PRECISION || m > 1000) {
                return value;
            }
        }
    }

    private static double coefficient(int index, double x) {
        int m = index / 2;
        double denominator = (SHAPE + index - 1) * (SHAPE + index);
        return index % 2 == 0
                ? m * (SHAPE - m) * x / denominator
                : -(SHAPE + m) * (2 * SHAPE + m) * x / denominator;
    }

    private static double nonzero(double value) {
        return value == 0 ? TINY : value;
    }
}
