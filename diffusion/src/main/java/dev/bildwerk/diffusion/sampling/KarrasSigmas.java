package dev.bildwerk.diffusion.sampling;

/**
 * Noise levels that crowd towards little noise.
 *
 * @see <a href="https://arxiv.org/abs/2206.00364">Karras et al. 2022, equation 5</a>
 */
final class KarrasSigmas {
    private static final double RHO = 7;

    private KarrasSigmas() {}

    static double[] of(double largest, double smallest, int steps) {
        double from = Math.pow(largest, 1 / RHO);
        double to = Math.pow(smallest, 1 / RHO);
        double[] sigmas = new double[steps];
        for (int i = 0; i < steps; i++) {
            double ramp = steps == 1 ? 0 : (double) i / (steps - 1);
            sigmas[i] = Math.pow(from + ramp * (to - from), RHO);
        }
        return sigmas;
    }

    /** Rounded at every operation as k-diffusion's tensors are: Brownian paths tell a millionth. */
    static double[] inFloats(double largest, double smallest, int steps) {
        double from = Math.pow(largest, 1 / RHO);
        double to = Math.pow(smallest, 1 / RHO);
        float[] ramp = Linspace.of(0, 1, steps);
        double[] sigmas = new double[steps];
        for (int i = 0; i < steps; i++) {
            float root = ramp[i] * (float) (to - from) + (float) from;
            sigmas[i] = (float) Math.pow(root, RHO);
        }
        return sigmas;
    }
}
