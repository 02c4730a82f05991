package dev.bildwerk.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;

/** How far what was computed is from what a reference computed. */
final class Differences {
    private Differences() {}

    /** Largest difference, as a part of the largest value. */
    static double relative(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isFinite();
            difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return difference / largest;
    }
}
