package dev.bildwerk.diffusion.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatentToRgbTest {
    private static final LatentToRgb MIXTURE = new LatentToRgb(
            List.of(0.5, 0.0, -0.25, 0.1), List.of(0.0, 0.25, 0.0, -0.2), List.of(-0.125, 0.0, 0.5, 0.0));

    @Test
    void findsTheMixtureThatThePicturesAreMadeBy() {
        try (Scope scope = Scope.open()) {
            Tensor latents = Tensor.of(new TorchGenerator(3).normal(2 * 3 * 6 * 4), 2, 3, 6, 4);
            Tensor pictures = MIXTURE.apply(latents).resizedNearest(48, 32);

            LatentToRgb found = LatentToRgb.fit(latents, pictures);

            for (int i = 0; i < 4; i++) {
                assertThat(found.red().get(i)).isCloseTo(MIXTURE.red().get(i), within(1e-5));
                assertThat(found.green().get(i)).isCloseTo(MIXTURE.green().get(i), within(1e-5));
                assertThat(found.blue().get(i)).isCloseTo(MIXTURE.blue().get(i), within(1e-5));
            }
        }
    }

    @Test
    void aChannelThatSaysNothingGetsNoWeight() {
        try (Scope scope = Scope.open()) {
            Tensor said = Tensor.of(new TorchGenerator(4).normal(64), 1, 1, 8, 8);
            Tensor latents = Tensor.cat(1, said, said.mul(0));

            LatentToRgb found = LatentToRgb.fit(latents, Tensor.cat(1, said, said.mul(2), said.mul(-1)));

            assertThat(found.green().get(0)).isCloseTo(2, within(1e-5));
            assertThat(found.green().get(1)).isCloseTo(0, within(1e-5));
        }
    }

    @Test
    void mixesEachPixelByItself() {
        try (Scope scope = Scope.open()) {
            float[] rgb = MIXTURE.apply(Tensor.of(new float[] {1, 2, 4, 8, -1, 0}, 1, 3, 1, 2)).toFloats();
            assertThat(rgb[0]).isCloseTo(0.5f * 1 - 0.25f * -1 + 0.1f, within(1e-6f));
            assertThat(rgb[1]).isCloseTo(0.5f * 2 + 0.1f, within(1e-6f));
            assertThat(rgb[2]).isCloseTo(0.25f * 4 - 0.2f, within(1e-6f));
            assertThat(rgb[5]).isCloseTo(-0.125f * 2, within(1e-6f));
        }
    }

    @Test
    void aPictureHasTheSizeThatIsAskedFor() {
        try (Scope scope = Scope.open()) {
            Tensor latent = Tensor.of(new float[4 * 3 * 5], 1, 4, 3, 5);
            Picture picture = LatentToRgb.STABLE_DIFFUSION.picture(latent, 40, 24);
            assertThat(List.of(picture.width(), picture.height())).containsExactly(40, 24);
        }
    }

    @Test
    void theColoursNeedTheSameChannels() {
        assertThatThrownBy(() -> new LatentToRgb(List.of(1.0, 0.0), List.of(1.0, 0.0), List.of(1.0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
