package dev.bildwerk.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class PerceptualHashTest {

    @Test
    void theSamePictureIsADuplicateEvenWithALittleNoise() {
        byte[] rgb = Pixels.overWhite(Pictures.disc(128, 0xd92626));
        byte[] noisy = rgb.clone();
        for (int i = 0; i < noisy.length; i += 97) {
            noisy[i] = (byte) Math.max(0, (noisy[i] & 0xff) - 3);
        }

        assertThat(PerceptualHash.of(rgb, 128).sameAs(PerceptualHash.of(noisy, 128))).isTrue();
    }

    @Test
    void theSameShapeInAnotherColourIsAnotherPicture() {
        assertThat(hash(Pictures.disc(128, 0xd92626)).sameAs(hash(Pictures.disc(128, 0xd98026)))).isFalse();
    }

    @Test
    void anotherShapeIsAnotherPicture() {
        BufferedImage square = Pixels.scaled(Pixels.canvas(128, 0xd92626), 128);

        assertThat(hash(Pictures.disc(128, 0xd92626)).sameAs(hash(square))).isFalse();
    }

    private static PerceptualHash hash(BufferedImage image) {
        return PerceptualHash.of(Pixels.overWhite(image), image.getWidth());
    }
}
