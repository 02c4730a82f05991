package dev.bildwerk.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LearningRateTest {
    private static final LearningRate RATE = new LearningRate(1e-3, 100, 0.25);

    @Test
    void risesThenStaysThenFalls() {
        assertThat(RATE.at(0, 1000)).isLessThan(2e-5);
        assertThat(RATE.at(100, 1000)).isEqualTo(1e-3);
        assertThat(RATE.at(749, 1000)).isEqualTo(1e-3);
        assertThat(RATE.at(875, 1000)).isEqualTo(0.5e-3);
        assertThat(RATE.at(999, 1000)).isPositive().isLessThan(2e-5);
    }

    @Test
    void doesNotDependOnTheRunsLengthUntilTheFallBegins() {
        for (long step = 0; step < 750; step++) {
            assertThat(RATE.at(step, 1000)).isEqualTo(RATE.at(step, 50_000));
        }
    }
}
