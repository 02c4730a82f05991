package dev.bildwerk.diffusion.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.parity.FixtureFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our resizing against pictures that Pillow resized. */
class ResizerTest {
    private static final int[][] SIZES = {{24, 16}, {7, 16}, {13, 31}, {5, 3}, {1, 1}};

    @ParameterizedTest
    @EnumSource
    void resizesToThePixelsOfPillow(Resampling by) {
        try (FixtureFile fixture = FixtureFile.open("resizing.safetensors")) {
            Picture picture = new Picture(13, 16, fixture.bytes("picture"));
            for (int[] size : SIZES) {
                byte[] expected = fixture.bytes("%s.%dx%d".formatted(by.option(), size[0], size[1]));
                assertThat(picture.resized(size[0], size[1], by).rgb()).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMaskOfOneValueStaysSo(Resampling by) {
        Mask mask = Mask.filled(10, 7, 200).resized(31, 3, by);

        assertThat(mask.values()).containsOnly((byte) 200);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 4, 40})
    void blurringKeepsWhatIsEven(double sigma) {
        assertThat(Mask.filled(9, 9, 77).blurred(sigma).values()).containsOnly((byte) 77);
    }
}
