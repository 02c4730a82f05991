package dev.bildwerk.training.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.training.denoiser.Miniature;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The scorer against the Python that trains it. */
class ScorerParityTest {
    private static final int END = 6143;
    private static final int[][] ROWS = {{6142, 17, 300, END}, {6142, 5, 6, 7, 8, 4000, END}};
    private static final float TOLERANCE = 2e-5f;

    @Test
    void picturesLieWhereTheTrainerPutThem() throws IOException {
        float[] values = PatternedWeights.values("picture", 2, 3, 128, 128);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(values[i] * 100, -1, 1);
        }
        try (Scope scope = Scope.open()) {
            PictureTower tower = new PictureTower(new PatternedWeights("scorer.picture."));
            float[] rows = tower.apply(Tensor.of(values, 2, 3, 128, 128)).toFloats();
            assertThat(rows).containsExactly(recorded(0, 1), within(TOLERANCE));
        }
    }

    @Test
    void wordsLieWhereTheTrainerPutThem() throws IOException {
        int[][] tokens = Arrays.stream(ROWS).map(ScorerParityTest::filled).toArray(int[][]::new);
        try (Scope scope = Scope.open()) {
            TextTower tower =
                    new TextTower(new PatternedWeights("scorer.text."), Miniature.of(END + 1, END, 1).text());
            assertThat(tower.apply(tokens).toFloats()).containsExactly(recorded(2, 3), within(TOLERANCE));
        }
    }

    private static int[] filled(int[] row) {
        int[] filled = Arrays.copyOf(row, Miniature.POSITIONS);
        Arrays.fill(filled, row.length, filled.length, END);
        return filled;
    }

    private static float[] recorded(int... indices) throws IOException {
        try (InputStream json = ScorerParityTest.class.getResourceAsStream("/fixtures/scorer.json")) {
            JsonNode rows = new ObjectMapper().readTree(json).get("rows");
            float[] values = new float[indices.length * PictureTower.JOINT];
            int at = 0;
            for (int index : indices) {
                for (JsonNode value : rows.get(index)) {
                    values[at++] = (float) value.asDouble();
                }
            }
            return values;
        }
    }
}
