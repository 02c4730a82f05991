package dev.bildwerk.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bildwerk.training.scorer.Scorer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SketchTest {
    private static final int PLANE = Scorer.SIDE * Scorer.SIDE;

    @Test
    void whiteIsNothingAndBlackIsFarAway() {
        float[] sketches = new float[2 * Sketch.SIZE];
        Sketch.write(filled(1), sketches, 0);
        Sketch.write(filled(-1), sketches, Sketch.SIZE);
        assertThat(sketches[0]).isZero();
        assertThat(Sketch.distance(sketches, 0, sketches, Sketch.SIZE)).isCloseTo(255, within(1e-3));
    }

    @Test
    void aCellIsTheMeanOfItsPixels() {
        float[] planes = filled(1);
        for (int i = 0; i < 4; i++) {
            Arrays.fill(planes, i * Scorer.SIDE, i * Scorer.SIDE + 8, -1);
        }
        float[] sketch = new float[Sketch.SIZE];
        Sketch.write(planes, sketch, 0);
        assertThat(sketch[0]).isCloseTo(-127.5f, within(1e-3f));
        assertThat(Arrays.copyOfRange(sketch, 1, sketch.length)).containsOnly(0);
    }

    private static float[] filled(float value) {
        float[] planes = new float[3 * PLANE];
        Arrays.fill(planes, value);
        return planes;
    }
}
