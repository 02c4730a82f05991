package dev.bildwerk.diffusion.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

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
