package dev.bildwerk.diffusion.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.picture.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CannyEdgesTest {
    @ParameterizedTest
    @ValueSource(strings = {"shapes", "noise", "stripes", "wavy"})
    void findsTheEdgesThatOpenCvFinds(String name) {
        try (FixtureFile file = FixtureFile.open("canny.safetensors")) {
            long[] shape = file.shape(name + ".picture");
            Picture picture = new Picture((int) shape[1], (int) shape[0], file.bytes(name + ".picture"));

            Picture edges = Preparation.CANNY.of(picture);

            byte[] expected = file.bytes(name + ".edges");
            for (int i = 0; i < edges.rgb().length; i++) {
                assertThat(edges.rgb()[i]).as("pixel %d", i / 3).isEqualTo(expected[i / 3]);
            }
        }
    }

    @Test
    void findsNothingInAPictureOfOneColourOrOnePixel() {
        assertThat(Preparation.CANNY.of(new Picture(5, 4, new byte[60])).rgb()).containsOnly(0);
        assertThat(Preparation.CANNY.of(new Picture(1, 1, new byte[] {9, 99, -1})).rgb()).containsOnly(0);
    }

    @Test
    void invertingTwiceGivesThePictureBack() {
        Picture picture = new Picture(2, 1, new byte[] {0, 1, 127, -128, -1, 55});
        assertThat(Preparation.INVERT.of(picture).rgb()).containsExactly(-1, -2, -128, 127, 0, -56);
        assertThat(Preparation.INVERT.of(Preparation.INVERT.of(picture)).rgb()).isEqualTo(picture.rgb());
    }
}
