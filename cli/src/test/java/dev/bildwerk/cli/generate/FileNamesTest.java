package dev.bildwerk.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a red apple                        | a-red-apple",
        "  A  RED, apple!!!                 | a-red-apple",
        "ein \u00c4pfelchen, gr\u00fcn      | ein-apfelchen-grun",
        "cr\u00e8me br\u00fbl\u00e9e        | creme-brulee",
        "\u8d64\u3044 \u308a\u3093\u3054    | \u8d64\u3044-\u308a\u3093\u3054",
        "\u0439\u043e\u0433                 | \u0439\u043e\u0433",
        "../../etc/passwd                   | etc-passwd",
        "..\\..\\windows\\win.ini           | windows-win-ini",
        "\ufb01ve \u2460 stars              | five-1-stars",
        "a\u202ecba                         | a-cba",
    })
    void foldsThePrompt(String prompt, String slug) {
        assertThat(FileNames.slug(prompt, StandardCharsets.UTF_8)).isEqualTo(slug);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "...", "///", "\ud83c\udf4e", "\u0301\u0301", "-", "\ud83c"})
    void isNeverEmpty(String prompt) {
        assertThat(FileNames.slug(prompt, StandardCharsets.UTF_8)).isEqualTo("picture");
    }

    @ParameterizedTest
    @ValueSource(strings = {"con", "PRN", "Aux", "nul.", "com1", "LPT9", "c\u00f3n"})
    void avoidsTheNamesThatWindowsKeepsForItself(String prompt) {
        assertThat(FileNames.slug(prompt, StandardCharsets.UTF_8)).endsWith("-picture");
    }

    @Test
    void leavesOutLettersThatTheFileSystemCannotWrite() {
        assertThat(FileNames.slug("red \u8d64 apple", StandardCharsets.US_ASCII)).isEqualTo("red-apple");
        assertThat(FileNames.slug("\u8d64\u3044", StandardCharsets.US_ASCII)).isEqualTo("picture");
    }

    @Test
    void isASafeNameOfLimitedLengthForAnyPrompt() {
        Random random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            StringBuilder prompt = new StringBuilder();
            for (int i = random.nextInt(200); i >= 0; i--) {
                prompt.appendCodePoint(random.nextInt(4) == 0 ? random.nextInt(0x110000) : random.nextInt(0x3000));
            }

            String name = FileNames.of(prompt.toString(), Long.MAX_VALUE, "png");

            assertThat(name).doesNotContainPattern("[\\x00-\\x1f\\x7f/\\\\:*?\"<>|\\s]").doesNotContainPattern("^[-.]");
            assertThat(FileNames.slug(prompt.toString(), StandardCharsets.UTF_8)).hasSizeBetween(1, 60);
            assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(240);
        }
    }

    @Test
    void numbersANameBeforeItsEnding() {
        assertThat(FileNames.numbered("apple.png", 2)).isEqualTo("apple-2.png");
        assertThat(FileNames.numbered("v1.5.png", 10)).isEqualTo("v1.5-10.png");
        assertThat(FileNames.numbered(".png", 2)).isEqualTo(".png-2");
    }
}
