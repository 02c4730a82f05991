package dev.bildwerk.cli.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WrappedTextTest {
    @Test
    void breaksBetweenWordsAndWithinOneThatIsTooWide() {
        assertThat(lines("a red apple on a table", 9, 9)).containsExactly("a red", "apple on", "a table");
        assertThat(lines("unbelievable", 5, 9)).containsExactly("unbel", "ievab", "le");
        assertThat(lines("", 5, 9)).isEmpty();
    }

    @Test
    void leavesOutWhatIsTooMuchAndSaysSo() {
        assertThat(lines("a red apple on a table", 9, 2)).containsExactly("a red", "apple on\u2026");
        assertThat(lines("unbelievable", 5, 2)).containsExactly("unbel", "ieva\u2026");
    }

    @Test
    void noLineIsWiderThanThePlaceAndNothingIsLost() {
        Random random = new Random(2);
        for (int round = 0; round < 1000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0, n = random.nextInt(60); i < n; i++) {
                text.append(random.nextInt(4) == 0 ? " " : "x\u00e9\u8d64".substring(i % 3, i % 3 + 1));
            }
            int width = 1 + random.nextInt(12);
            List<String> lines = lines(text.toString(), width, 1000);

            assertThat(lines).allSatisfy(line -> assertThat(line.length()).isBetween(1, width));
            assertThat(String.join("", lines).replace(" ", "")).isEqualTo(text.toString().replace(" ", ""));
        }
    }

    @Test
    void aVeryLongWordTakesNoTime() {
        assertTimeout(Duration.ofSeconds(5), () -> lines("x".repeat(10_000), 20, 5));
    }

    private static List<String> lines(String text, int width, int most) {
        return WrappedText.lines(text, width, most, String::length);
    }
}
