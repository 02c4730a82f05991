package dev.bildwerk.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with what Python's torch drew, so that nothing depends on the libtorch that runs the test. */
class TorchNoiseFixtureTest {
    /** See {@link TorchGeneratorTest}: single precision of the angle times the largest radius, rounded up. */
    private static final float TOLERANCE = 1e-5f;

    static Stream<JsonNode> cases() throws IOException {
        try (InputStream json = TorchNoiseFixtureTest.class.getResourceAsStream("/fixtures/noise.json")) {
            return StreamSupport.stream(new ObjectMapper().readTree(json).get("cases").spliterator(), false);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void drawsWhatPythonDrew(JsonNode row) {
        TorchGenerator generator = new TorchGenerator(row.get("seed").asLong());
        if (row.has("draws")) {
            for (JsonNode draw : row.get("draws")) {
                assertClose(generator.normal(count(draw)), floats(draw.get("values")));
            }
        } else {
            float[] values = generator.normal(count(row));
            float[] head = floats(row.get("head"));
            float[] tail = floats(row.get("tail"));
            assertClose(Arrays.copyOf(values, head.length), head);
            assertClose(Arrays.copyOfRange(values, values.length - tail.length, values.length), tail);
            assertClose(everyHundredth(values), floats(row.get("everyHundredth")));
        }
    }

    private static int count(JsonNode draw) {
        int count = 1;
        for (JsonNode axis : draw.get("shape")) {
            count *= axis.asInt();
        }
        return count;
    }

    private static float[] everyHundredth(float[] values) {
        float[] some = new float[Math.ceilDiv(values.length, 100)];
        for (int i = 0; i < some.length; i++) {
            some[i] = values[100 * i];
        }
        return some;
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).floatValue();
        }
        return values;
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).usingComparatorWithPrecision(TOLERANCE).containsExactly(expected);
    }
}
