package dev.bildwerk.cli.bench;

/**
 * How much of a count grows with the square. Of a model's operations that is attention among the pixels of one picture;
 * convolutions and linear layers grow with the pixels, and what depends on the prompt or the timestep alone does not grow.
 */
final class QuadraticShare {
    private QuadraticShare() {}

    /**
     * The share of {@code c} in {@code a + b x + c x^2}, at each x.
     *
     * @param x three or more, rising
     * @param y exact values of such a polynomial
     */
    static double[] of(double[] x, double[] y) {
        int last = x.length - 1;
        int middle = x.length / 2;
        if (last < 2 || y.length != x.length) {
            throw new IllegalArgumentException("A parabola needs three points or more, and one y for each x.");
        }
        double lower = slope(x, y, 0, middle);
        double upper = slope(x, y, middle, last);
        double square = (upper - lower) / (x[last] - x[0]);
        double[] shares = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            shares[i] = square * x[i] * x[i] / y[i];
        }
        return shares;
    }

    private static double slope(double[] x, double[] y, int from, int to) {
        return (y[to] - y[from]) / (x[to] - x[from]);
    }
}
