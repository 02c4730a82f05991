package dev.bildwerk.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {
    @Test
    void tellsMedianFastestAndSlowest() {
        assertThat(Timing.of(List.of(5.0, 1.0, 2.0))).isEqualTo(new Timing(2, 1, 5, 3));
        assertThat(Timing.of(List.of(4.0, 1.0, 2.0, 8.0))).isEqualTo(new Timing(3, 1, 8, 4));
    }

    @Test
    void doesTheWorkAsOftenAsAsked() {
        int[] done = {0};

        Timing timing = Timing.of(3, () -> done[0]++);

        assertThat(done[0]).isEqualTo(3);
        assertThat(timing.min()).isLessThanOrEqualTo(timing.median());
        assertThat(timing.median()).isLessThanOrEqualTo(timing.max());
    }
}
