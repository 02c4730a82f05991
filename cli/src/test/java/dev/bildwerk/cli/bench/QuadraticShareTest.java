package dev.bildwerk.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class QuadraticShareTest {
    @Test
    void findsTheSquareInAParabola() {
        double[] x = {1, 4, 9, 16};

        double[] shares = QuadraticShare.of(x, Arrays.stream(x).map(n -> 5 + 3 * n + 2 * n * n).toArray());

        assertThat(shares).containsExactly(new double[] {0.2, 32 / 49.0, 162 / 194.0, 512 / 565.0}, within(1e-12));
    }

    @Test
    void whatGrowsInALineHasNone() {
        double[] x = {65536, 262144, 1048576};

        assertThat(QuadraticShare.of(x, Arrays.stream(x).map(n -> 7 + 11 * n).toArray()))
                .containsExactly(new double[] {0, 0, 0}, within(1e-12));
    }

    @Test
    void twoPointsMakeNoParabola() {
        assertThatThrownBy(() -> QuadraticShare.of(new double[] {1, 2}, new double[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
