package dev.bildwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsageSentenceTest {
    static Stream<Arguments> sentences() {
        return Stream.of(
                Arguments.of("Invalid value for option '--strength': 'zero' is not a double", "is no number"),
                Arguments.of("Invalid value for option '--seed': '9e9' is not a long",
                        "is no whole number, or too large"),
                Arguments.of("Invalid value for option '--steps': 'x' is not an int",
                        "is no whole number, or too large"),
                Arguments.of(
                        "Invalid value for '--inline': expected one of [AUTO, NONE] (case-insensitive) but was 'wide'",
                        "\"wide\" is none of auto, none"),
                Arguments.of("Unknown option: '--bogus'", "Unknown option: '--bogus'"));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void saysItWithoutTheWordsOfJava(String picocli, String end) {
        assertThat(UsageSentence.of(picocli)).endsWith(end)
                .doesNotContain("double", "long", "case-insensitive", " an int");
    }
}
