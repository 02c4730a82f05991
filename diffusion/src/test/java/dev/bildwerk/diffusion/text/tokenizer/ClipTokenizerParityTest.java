package dev.bildwerk.diffusion.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against ids that transformers computed; {@code reference/} writes them. */
class ClipTokenizerParityTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Arguments> cases() throws IOException {
        try (InputStream file = ClipTokenizerParityTest.class.getResourceAsStream("/fixtures/tokenizer.json")) {
            JsonNode cases = JSON.readTree(file).get("cases");
            assertThat(cases.size()).isGreaterThan(40);
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(node -> Arguments.of(node.get("name").asText(), node));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesTheIdsOfTransformers(String name, JsonNode node) {
        ClipTokenizer tokenizer = ClipTokenizer.standard();
        String text = node.get("text").asText();
        int[] framed = JSON.convertValue(node.get("ids"), int[].class);
        assertThat(tokenizer.encode(text)).isEqualTo(Arrays.copyOfRange(framed, 1, framed.length - 1));
        assertThat(tokenizer.encodePadded(text)).isEqualTo(expectedPadded(node, framed));
    }

    private static int[] expectedPadded(JsonNode node, int[] framed) {
        if (!node.get("ids77").isNull()) {
            return JSON.convertValue(node.get("ids77"), int[].class);
        }
        int[] padded = Arrays.copyOf(framed, 77);
        Arrays.fill(padded, framed.length, 77, 49407);
        return padded;
    }
}
