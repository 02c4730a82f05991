package dev.bildwerk.training.credits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PrincipalAxesTest {
    @Test
    void findsTheDirectionsInWhichRowsDifferMost() {
        Random random = new Random(3);
        float[][] rows = new float[400][4];
        for (float[] row : rows) {
            float strong = (float) random.nextGaussian() * 5;
            float weak = (float) random.nextGaussian();
            row[0] = 1 + 0.6f * strong;
            row[1] = 2 + 0.8f * strong;
            row[2] = 3 + weak;
            row[3] = 4;
        }
        PrincipalAxes axes = PrincipalAxes.of(rows, 2);
        assertThat(axes.mean()[3]).isCloseTo(4, within(1e-5f));
        assertThat(Math.abs(axes.axes()[0][0])).isCloseTo(0.6f, within(0.02f));
        assertThat(Math.abs(axes.axes()[0][1])).isCloseTo(0.8f, within(0.02f));
        assertThat(Math.abs(axes.axes()[1][2])).isCloseTo(1, within(0.02f));
    }

    @Test
    void rowsAlongThemHaveLengthOne() {
        float[][] rows = {{1, 0, 0}, {0, 2, 0}, {0, 0, 3}, {1, 1, 1}};
        float[] along = PrincipalAxes.of(rows, 2).along(rows[1]);
        assertThat(along[0] * along[0] + along[1] * along[1]).isCloseTo(1, within(1e-5f));
    }
}
