package dev.bildwerk.diffusion.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.engine.Tensor;

/** How near numbers are to those of the reference. */
public final class Closeness {
    /** For one pass through a module in fp32: the order of sums differs, which shows at 1e-6. */
    public static final double FP32 = 1e-5;

    private Closeness() {}

    /** The largest difference, as a part of the largest expected value. */
    public static double relativeError(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            // Math.max passes NaN on, so that a NaN is never near.
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return largest == 0 ? difference : difference / largest;
    }

    /** Peak signal-to-noise ratio in decibels of values between 0 and 1. */
    public static double psnr(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double squares = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = (double) actual[i] - expected[i];
            squares += difference * difference;
        }
        return -10 * Math.log10(squares / expected.length);
    }

    /** Unsigned bytes as values between 0 and 1. */
    public static float[] unit(byte[] bytes) {
        float[] values = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = Byte.toUnsignedInt(bytes[i]) / 255f;
        }
        return values;
    }

    public static void assertClose(Tensor actual, FixtureFile expected, String name) {
        assertClose(actual, expected, name, FP32);
    }

    public static void assertClose(Tensor actual, FixtureFile expected, String name, double bound) {
        assertThat(actual.shape()).as("shape of %s", name).isEqualTo(expected.shape(name));
        assertThat(relativeError(actual.toFloats(), expected.floats(name)))
                .as("relative error of %s", name)
                .isLessThanOrEqualTo(bound);
    }
}
