package dev.bildwerk.diffusion.sampling;

/** Noise levels that fall by the same factor at every step. */
final class ExponentialSigmas {
    private ExponentialSigmas() {}

    static double[] of(double largest, double smallest, int steps) {
        double[] sigmas = new double[steps];
        for (int i = 0; i < steps; i++) {
            double ramp = steps == 1 ? 0 : (double) i / (steps - 1);
            sigmas[i] = largest * Math.pow(smallest / largest, ramp);
        }
        return sigmas;
    }

    /** Rounded at every operation as k-diffusion's tensors are. */
    static double[] inFloats(double largest, double smallest, int steps) {
        float[] logs = Linspace.of(Math.log(largest), Math.log(smallest), steps);
        double[] sigmas = new double[steps];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = (float) Math.exp(logs[i]);
        }
        return sigmas;
    }
}
