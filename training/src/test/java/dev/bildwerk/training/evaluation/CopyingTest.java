package dev.bildwerk.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.training.evaluation.Neighbours.Nearest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CopyingTest {
    @Test
    void aCopyIsNearerThanDifferentDrawingsOfOneThingAre() {
        double[] distances = IntStream.range(0, 1000).mapToDouble(i -> i / 10.0).toArray();
        double threshold = Copying.threshold(distances);
        assertThat(threshold).isEqualTo(1);

        Copying copying = Copying.of(
                List.of(new Nearest(0, 0.9f, 1, 0.5), new Nearest(0, 0.5f, 1, 20), new Nearest(0, 0.7f, 1, 30)), threshold);
        assertThat(copying.nearer()).isEqualTo(1 / 3.0);
        assertThat(copying.medianDistance()).isEqualTo(20);
        assertThat(copying.leastDistance()).isEqualTo(0.5);
    }

    @Test
    void withoutDrawingsToCompareNothingIsACopy() {
        assertThat(Copying.of(List.of(new Nearest(0, 1, 0, 0)), Copying.threshold(new double[0])).nearer()).isZero();
    }
}
