package dev.bildwerk.safety.watermark;

import java.util.Optional;

/** How strong a key's waves are in a picture, as complex numbers: for each wave where it points to. Not thread-safe. */
final class Readings {
    /** So that one edge of the picture says no more than others. */
    private static final double LONGEST = 1.5;

    private final Carriers carriers;
    final float[] real;
    final float[] imaginary;

    Readings(Carriers carriers) {
        this.carriers = carriers;
        real = new float[carriers.count()];
        imaginary = new float[carriers.count()];
    }

    /**
     * To a mean length of 1 in each ring, and no wave much longer: the picture's own waves are longer, the fewer they are in
     * a period.
     */
    void whiten() {
        double[] sums = new double[Carriers.RINGS];
        int[] counts = new int[Carriers.RINGS];
        for (int k = 0; k < real.length; k++) {
            sums[carriers.ring(k)] += length(k);
            counts[carriers.ring(k)]++;
        }
        for (int k = 0; k < real.length; k++) {
            double mean = sums[carriers.ring(k)] / counts[carriers.ring(k)];
            double length = length(k) / mean;
            double factor = mean < 1e-6 ? 0 : Math.min(1, LONGEST / length) / mean; // A length of 0 gives Infinity, so 1.
            real[k] *= (float) factor;
            imaginary[k] *= (float) factor;
        }
    }

    private double length(int k) {
        return Math.sqrt(real[k] * real[k] + imaginary[k] * imaginary[k]);
    }

    /** Turned back by the key's phases: at the place of a mark, what remains points to the right. */
    void turnBack(float[] cosines, float[] sines) {
        for (int k = 0; k < real.length; k++) {
            float re = real[k] * cosines[k] + imaginary[k] * sines[k];
            imaginary[k] = imaginary[k] * cosines[k] - real[k] * sines[k];
            real[k] = re;
        }
    }

    /** As a mark further right and down by so many of its pixels is to be read. */
    void moveTo(double x, double y) {
        Turns across = new Turns(x);
        Turns down = new Turns(y);
        for (int k = 0; k < real.length; k++) {
            int u = carriers.across(k) + Carriers.REACH;
            int v = carriers.down(k) + Carriers.REACH;
            float c = across.cosines[u] * down.cosines[v] - across.sines[u] * down.sines[v];
            float s = across.sines[u] * down.cosines[v] + across.cosines[u] * down.sines[v];
            float re = real[k] * c - imaginary[k] * s;
            imaginary[k] = real[k] * s + imaginary[k] * c;
            real[k] = re;
        }
    }

    private static final class Turns {
        final float[] cosines = new float[2 * Carriers.REACH + 1];
        final float[] sines = new float[2 * Carriers.REACH + 1];

        Turns(double distance) {
            for (int n = -Carriers.REACH; n <= Carriers.REACH; n++) {
                double angle = 2 * Math.PI * n * distance / Carriers.PERIOD;
                cosines[n + Carriers.REACH] = (float) StrictMath.cos(angle);
                sines[n + Carriers.REACH] = (float) StrictMath.sin(angle);
            }
        }
    }

    /**
     * How much the waves agree with the key: their sum to the right in standard deviations of what they would be with phases
     * by chance. Over all keys, a picture without a mark has more than t with a probability of at most e^(-t^2 / 2) (Hoeffding
     * 1963), whatever it shows.
     */
    double agreement() {
        double sum = 0;
        for (float part : real) {
            sum += part;
        }
        return sum / deviation();
    }

    double deviation() {
        double squares = 1e-9;
        for (int k = 0; k < real.length; k++) {
            squares += real[k] * real[k] + imaginary[k] * imaginary[k];
        }
        return Math.sqrt(squares / 2);
    }

    /** For each bit of the word how surely it is set (above 0) or not. */
    float[] bits() {
        double[] weights = weights();
        float[] bits = new float[BchCode.LENGTH];
        for (int k = 0; k < real.length; k++) {
            bits[carriers.bit(k)] += (float) (carriers.sign(k) * imaginary[k] * weights[carriers.ring(k)]);
        }
        return bits;
    }

    Optional<BchCode.Decoded> decoded() {
        float[] bits = bits();
        boolean[] word = new boolean[bits.length];
        for (int i = 0; i < word.length; i++) {
            word[i] = bits[i] > 0;
        }
        return BchCode.decode(word);
    }

    /** Of each ring: what a change of the picture left of its waves, by their disorder; from what says no bit. */
    private double[] weights() {
        double[] sums = new double[Carriers.RINGS];
        double[] squares = new double[Carriers.RINGS];
        int[] counts = new int[Carriers.RINGS];
        for (int k = 0; k < real.length; k++) {
            int ring = carriers.ring(k);
            sums[ring] += real[k];
            squares[ring] += real[k] * real[k];
            counts[ring]++;
        }
        double[] weights = new double[Carriers.RINGS];
        for (int ring = 0; ring < weights.length; ring++) {
            double mean = sums[ring] / counts[ring];
            double square = squares[ring] / counts[ring];
            weights[ring] = Math.max(0, mean) / (Math.max(square - mean * mean, 0.05 * square) + 1e-9);
        }
        return weights;
    }
}
