package dev.bildwerk.diffusion.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {
    @Test
    void theBoundsAreThoseOfTheWhitePart() {
        assertThat(spot(10, 8, new Box(3, 2, 4, 5)).bounds()).contains(new Box(3, 2, 4, 5));
        assertThat(Mask.filled(10, 8, 0).bounds()).isEmpty();
        assertThat(Mask.filled(10, 8, 1).bounds()).contains(new Box(0, 0, 10, 8));
    }

    @Test
    void whatIsTransparentIsKept() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xffffffff);
        image.setRGB(1, 0, 0x00ffffff);

        assertThat(Mask.of(image).values()).containsExactly((byte) 255, (byte) 0);
    }

    @Test
    void blurringSoftensTheEdgeAndKeepsTheWeight() {
        Mask blurred = spot(40, 40, new Box(15, 15, 10, 10)).blurred(2);

        assertThat(blurred.at(20, 20)).isGreaterThan(240);
        assertThat(blurred.at(14, 20)).isBetween(80, 128);
        assertThat(blurred.at(2, 2)).isZero();
        long sum = 0;
        for (byte value : blurred.values()) {
            sum += value & 0xff;
        }
        assertThat(sum).isBetween(25_300L, 25_700L);
    }

    @Test
    void aBoxTakesOnTheProportionsOfAPictureAndStaysInIt() {
        assertThat(new Box(90, 10, 8, 20).withProportions(64, 64, 100, 100)).isEqualTo(new Box(80, 10, 20, 20));
        assertThat(new Box(0, 0, 100, 10).withProportions(1, 1, 100, 40)).isEqualTo(new Box(0, 0, 100, 40));
        assertThat(new Box(4, 4, 10, 10).grown(6, 100, 17)).isEqualTo(new Box(0, 0, 20, 17));
    }

    /** What A1111's masking.py gives: size, painted box, padding, size drawn, box shown. */
    @ParameterizedTest
    @CsvSource({
        "100, 100, 75, 69, 5, 12, 32, 512, 768, 43, 15, 57, 85",
        "640, 480, 594, 33, 39, 7, 7, 512, 768, 587, 0, 53, 79",
        "640, 480, 239, 98, 368, 241, 32, 640, 360, 98, 66, 542, 305",
        "97, 63, 50, 40, 10, 8, 32, 512, 512, 18, 0, 74, 63",
        "640, 480, 399, 379, 4, 86, 0, 512, 512, 358, 379, 86, 86",
        "640, 480, 43, 154, 32, 138, 7, 640, 360, 0, 147, 270, 152",
        "640, 480, 396, 365, 202, 55, 7, 640, 360, 389, 332, 216, 121",
        "640, 480, 455, 68, 94, 50, 0, 512, 512, 455, 46, 94, 94",
        "97, 63, 27, 16, 56, 41, 7, 512, 768, 20, 0, 70, 63",
        "640, 480, 395, 293, 90, 137, 32, 512, 768, 363, 246, 154, 231",
        "640, 480, 237, 462, 173, 1, 7, 640, 360, 230, 375, 187, 105",
        "640, 480, 167, 357, 441, 42, 32, 640, 360, 135, 196, 505, 284",
        "640, 480, 106, 365, 217, 82, 32, 512, 768, 74, 59, 281, 421",
        "97, 63, 15, 4, 62, 55, 32, 512, 768, 0, 0, 97, 63"
    })
    void theShownPartIsThatOfA1111(ArgumentsAccessor row) {
        int[] n = IntStream.range(0, 13).map(row::getInteger).toArray();

        Box shown = spot(n[0], n[1], new Box(n[2], n[3], n[4], n[5]))
                .bounds()
                .orElseThrow()
                .grown(n[6], n[0], n[1])
                .withProportions(n[7], n[8], n[0], n[1]);

        assertThat(shown).isEqualTo(new Box(n[9], n[10], n[11], n[12]));
    }

    @Test
    void aPictureLaidIntoAnotherIsSeenWhereTheMaskIsWhite() {
        Picture black = new Picture(4, 4, new byte[48]);
        byte[] white = new byte[12];
        Arrays.fill(white, (byte) 255);

        Picture mixed = black.with(new Picture(2, 2, white), new Box(1, 1, 2, 2), spot(4, 4, new Box(2, 1, 2, 3)));

        assertThat(mixed.rgb()[(1 * 4 + 1) * 3]).isZero();
        assertThat(mixed.rgb()[(1 * 4 + 2) * 3] & 0xff).isEqualTo(255);
        assertThat(mixed.rgb()[(1 * 4 + 3) * 3]).isZero();
    }

    private static Mask spot(int width, int height, Box box) {
        return Mask.outside(width, height, box).inverted();
    }
}
