package dev.bildwerk.cli.bench;

/**
 * How one quantity grows with another: {@code y = factor * x^exponent}.
 *
 * @param exponent 1 where twice as much takes twice as long, 2 where it takes four times as long
 * @param determination the share of the variance of log y that the law explains (R squared), 1 where it holds exactly
 */
record PowerLaw(double exponent, double factor, double determination) {
    /** Below this a variance of logarithms is rounding, and y stays the same. */
    private static final double ROUNDING = 1e-24;

    /**
     * The line of least squares through the logarithms.
     *
     * @param x positive numbers, two different ones at least
     * @param y as many positive numbers
     */
    static PowerLaw fit(double[] x, double[] y) {
        int n = x.length;
        if (n < 2 || y.length != n) {
            throw new IllegalArgumentException("A law needs two points or more, and one y for each x.");
        }
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            meanX += Math.log(x[i]) / n;
            meanY += Math.log(y[i]) / n;
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            double dx = Math.log(x[i]) - meanX;
            double dy = Math.log(y[i]) - meanY;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }
        if (!(xx > 0) || !Double.isFinite(xx) || !Double.isFinite(yy)) {
            throw new IllegalArgumentException("A law needs positive numbers, and two different x at least.");
        }
        double exponent = xy / xx;
        double determination = yy < ROUNDING * n ? 1 : xy * xy / (xx * yy);
        return new PowerLaw(exponent, Math.exp(meanY - exponent * meanX), determination);
    }
}
