package dev.bildwerk.safety.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdqHashTest {
    private static final String TEXT = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";

    @Test
    void isReadAsItIsWritten() {
        assertThat(PdqHash.parse(TEXT)).hasToString(TEXT).isEqualTo(PdqHash.parse(TEXT.toUpperCase()));
        assertThat(PdqHash.parse("0".repeat(63) + "1")).isEqualTo(new PdqHash(0, 0, 0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "f8",
        TEXT + "0",
        "g8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22",
        "-8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22",
        "٠8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
    })
    void isNothingElse(String text) {
        assertThat(PdqHash.isHash(text)).isFalse();
        assertThatThrownBy(() -> PdqHash.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void distanceCountsDifferingBits() {
        Random random = new Random(5);
        for (int round = 0; round < 100; round++) {
            PdqHash hash = new PdqHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            int flips = random.nextInt(64);
            long mask = random.ints(0, 64).distinct().limit(flips).mapToLong(bit -> 1L << bit).sum();
            PdqHash other = new PdqHash(hash.a() ^ mask, hash.b(), hash.c(), hash.d() ^ mask);
            assertThat(hash.distance(other)).isEqualTo(other.distance(hash)).isEqualTo(2 * flips);
        }
    }
}
