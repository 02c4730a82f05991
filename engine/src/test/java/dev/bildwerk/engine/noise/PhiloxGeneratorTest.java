package dev.bildwerk.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PhiloxGeneratorTest {
    /** The three vectors of philox4x32 with 10 rounds in Random123's file kat_vectors. */
    static Stream<Arguments> knownAnswers() {
        return Stream.of(
                Arguments.of("00000000 00000000 00000000 00000000", "00000000 00000000",
                        "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
                Arguments.of("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff",
                        "408f276d 41c83b0e a20bc7c6 6d5451fd"),
                Arguments.of("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0",
                        "d16cfe09 94fdcceb 5001e420 24126ea1"));
    }

    @ParameterizedTest
    @MethodSource("knownAnswers")
    void givesTheKnownAnswersOfRandom123(String counter, String key, String answer) {
        int[] words = words(counter);
        Philox.apply(words, words(key)[0], words(key)[1]);

        assertThat(words).containsExactly(words(answer));
    }

    @Test
    void drawsTheValuesThatTheDeviceDraws() {
        float[] known = {
            -0.92466259f, -0.42534415f, -2.6438457f, 0.14518388f, -0.12086647f, -0.57972564f,
            -0.62285122f, -0.32838709f, -1.07454231f, -0.36314407f, -1.67105067f, 2.26550497f
        };

        // The values are rounded to float on both sides, on paths that differ in their last bits.
        assertThat(new PhiloxGenerator(0).normal(12)).usingComparatorWithPrecision(1e-6f).containsExactly(known);
    }

    @Test
    void drawsOtherValuesInTheNextCallAndTheSameFromTheSameSeed() {
        PhiloxGenerator one = new PhiloxGenerator(5);
        PhiloxGenerator other = new PhiloxGenerator(5);
        float[] first = one.normal(100);

        assertThat(other.normal(100)).containsExactly(first);
        assertThat(one.normal(100)).isNotEqualTo(first).containsExactly(other.normal(100));
    }

    @Test
    void usesTheHigh32BitsOfTheSeed() {
        assertThat(new PhiloxGenerator((1L << 32) + 5).normal(8)).isNotEqualTo(new PhiloxGenerator(5).normal(8));
    }

    private static int[] words(String hex) {
        return Arrays.stream(hex.split(" ")).mapToInt(word -> Integer.parseUnsignedInt(word, 16)).toArray();
    }
}
