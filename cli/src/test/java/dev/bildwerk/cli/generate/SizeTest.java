package dev.bildwerk.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizeTest {
    @ParameterizedTest
    @ValueSource(strings = {"512x768", "512X768", " 512 x 768 ", "512\u00d7768", "512*768"})
    void readsTheFormsThatPeopleType(String text) {
        assertThat(Size.parse(text)).isEqualTo(new Size(512, 768));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "512", "x", "512x", "-8x8", "8x8x8", "9999999x8", "8.5x8", "\u0665x8"})
    void refusesTheRestWithAnExample(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> Size.parse(text))
                .withMessageContaining("512x768");
    }
}
