package dev.bildwerk.cli.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValueListTest {
    /** What AUTOMATIC1111's grid made of them. */
    static Stream<Arguments> ofAutomatic1111() {
        return Stream.of(
                Arguments.of("a, b,c", List.of("a", "b", "c")),
                Arguments.of("\"a, b\",c", List.of("a, b", "c")),
                Arguments.of("\"say \"\"x\"\"\",y", List.of("say \"x\"", "y")),
                Arguments.of("a,,b", List.of("a", "", "b")),
                Arguments.of("a\nb,c", List.of("a", "b", "c")));
    }

    @ParameterizedTest
    @MethodSource("ofAutomatic1111")
    void splitsAsAutomatic1111Does(String text, List<String> values) {
        assertThat(ValueList.split(text)).isEqualTo(values);
    }

    @Test
    void aBlankBeforeAQuoteChangesNothing() {
        assertThat(ValueList.split("a, \"b, c\" , d")).containsExactly("a", "b, c", "d");
    }

    @Test
    void whatIsQuotedComesBack() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<String> values = new ArrayList<>();
            for (int i = 0, n = 1 + random.nextInt(5); i < n; i++) {
                values.add(randomText(random, "ab,\" (1)\u00e9\ud83c\udf4e-", 12).strip());
            }
            String text = values.stream()
                    .map(value -> '"' + value.replace("\"", "\"\"") + '"')
                    .collect(Collectors.joining(", "));

            assertThat(ValueList.split(text)).as(text).isEqualTo(values);
        }
    }

    @Test
    void noTextThrowsAndLongOnesAreReadInTime() {
        Random random = new Random(8);
        for (int round = 0; round < 2000; round++) {
            assertThat(ValueList.split(randomText(random, "a\",\n\t \\[(", 20))).isNotEmpty();
        }
        for (String part : List.of("\"", ",", " ", "\"\",", "\n\"")) {
            assertTimeout(Duration.ofSeconds(5), () -> ValueList.split(part.repeat(500_000)));
        }
    }

    private static String randomText(Random random, String letters, int most) {
        int[] points = letters.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0, n = random.nextInt(most); i < n; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
