package dev.bildwerk.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreviewPaceTest {
    private long now = 1000;

    @Test
    void theFirstIsAlwaysDue() {
        assertThat(new PreviewPace(() -> now).isDue()).isTrue();
    }

    @Test
    void previewsTakeNoMoreThanAFiftiethOfTheTimeHoweverSlowTheyAre() {
        for (long cost : new long[] {1, 30, 400}) {
            PreviewPace pace = new PreviewPace(() -> now);
            long start = now;
            long spent = 0;
            int shown = 0;
            for (int step = 0; step < 10_000; step++) {
                now += 100;
                if (pace.isDue()) {
                    long since = now;
                    now += cost;
                    pace.took(since);
                    spent += cost;
                    shown++;
                }
                if (shown > 1) {
                    assertThat(50 * spent).isLessThanOrEqualTo(now - start);
                }
            }
            assertThat(spent).as("cost %d", cost).isGreaterThan(Math.min(10_000 * cost, (now - start) / 50) - 2 * cost);
        }
    }
}
