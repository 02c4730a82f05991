package dev.bildwerk.diffusion.sampling;

/**
 * Noise levels that make the Kullback-Leibler divergence small for a world where pictures are normal numbers.
 *
 * @see <a href="https://arxiv.org/abs/2404.14507">Sabour et al. 2024, theorem 3.1</a>
 */
final class KlOptimalSigmas {
    private KlOptimalSigmas() {}

    /** The largest level first, the smallest last. */
    static double[] of(double largest, double smallest, int count) {
        double from = Math.atan(largest);
        double to = Math.atan(smallest);
        double[] sigmas = new double[count];
        for (int i = 0; i < count; i++) {
            double ramp = count == 1 ? 0 : (double) i / (count - 1);
            sigmas[i] = Math.tan(from + ramp * (to - from));
        }
        return sigmas;
    }
}
