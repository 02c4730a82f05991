package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputeCapabilityTest {

    @ParameterizedTest
    @CsvSource({"7, 5, F16", "8, 0, BF16", "8, 6, BF16", "8, 9, BF16", "9, 0, BF16", "10, 0, BF16", "12, 0, BF16"})
    void bf16FromAmpereOn(int major, int minor, DType format) {
        assertThat(new ComputeCapability(major, minor).fasterFormat()).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({"6, 1, -1", "7, 0, -1", "7, 5, 0", "8, 0, 1", "10, 0, 1"})
    void turingIsTheOldest(int major, int minor, int order) {
        assertThat(Integer.signum(new ComputeCapability(major, minor).compareTo(ComputeCapability.OLDEST))).isEqualTo(order);
    }
}
