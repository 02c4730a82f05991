package dev.bildwerk.diffusion.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bildwerk.diffusion.layers.Tiling;
import dev.bildwerk.diffusion.parity.PatternedWeights;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An autoencoder in strips against the same as a whole, in many shapes. */
class StripedLayersTest {
    /** Strips of one row wherever a picture is wide. */
    private static final long ONE_ROW = 1;

    @ParameterizedTest(name = "{0} levels, {1} pictures from {2} x {3}, strips of {4} bytes, round {5}")
    @CsvSource({
        "1, 1, 5, 7, 1, false",
        "2, 1, 1, 1, 1, false",
        "2, 1, 5, 7, 1, false",
        "2, 1, 5, 7, 1, true",
        "2, 3, 4, 3, 1, false",
        "2, 1, 9, 6, 2000, false",
        "3, 1, 3, 5, 1, false",
        "3, 1, 3, 5, 3000, true",
        "3, 2, 7, 1, 9000, false",
        "4, 1, 3, 2, 5000, true"
    })
    void decodesAndEncodesAsTheWholeDoes(int levels, int batch, int height, int width, long strip, boolean round) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Vae vae = vae(List.of(8, 16, 16, 24).subList(0, levels), 4);
            int factor = vae.config().factor();
            Tensor latent = noise(1, batch, 4, height, width);
            Tensor picture = noise(2, batch, 3, height * factor, width * factor);
            Tiling.during(round, () -> {
                assertClose(vae.decodeInStrips(latent, strip), vae.decode(latent));
                assertClose(vae.encodeInStrips(picture, strip).mean(), vae.encode(picture).mean());
                return null;
            });
        }
    }

    @ParameterizedTest(name = "{0} x {1} pixels")
    @CsvSource({"13, 11", "14, 15", "17, 9"})
    void encodesPicturesThatDoNotDivideEvenly(int height, int width) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Vae vae = vae(List.of(8, 16, 16), 4);
            Tensor picture = noise(3, 1, 3, height, width);
            assertClose(vae.encodeInStrips(picture, ONE_ROW).mean(), vae.encode(picture).mean());
        }
    }

    /** Channels enough for minimal filtering. */
    @Test
    void decodesAsTheWholeDoesWithManyChannels() {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Vae vae = vae(List.of(32, 256), 32);
            Tensor latent = noise(4, 1, 4, 23, 45);
            assertClose(vae.decodeInStrips(latent, 300_000), vae.decode(latent));
        }
    }

    @ParameterizedTest(name = "{0} levels, {1} pictures from {2} x {3}")
    @CsvSource({"2, 1, 48, 64", "3, 1, 24, 40", "3, 2, 32, 16", "4, 1, 24, 24"})
    void holdsFeaturesOfAsManyBytesAsAreForeseen(int levels, int batch, int height, int width) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Vae vae = vae(List.of(8, 16, 16, 24).subList(0, levels), 4);
            VaeConfig config = vae.config();
            int side = config.factor();
            Tensor latent = noise(5, batch, 4, height, width);
            long foreseen = VaeMemory.features(config, (long) batch * height * width * side * side, DType.F32);
            try (StripedLayers layers = vae.layers(20_000, latent, (long) width * side)) {
                vae.decodeInStrips(latent, layers);
                assertThat((double) layers.most() / foreseen).isCloseTo(1, within(0.15));
            }
            Tensor picture = noise(6, batch, 3, height * side, width * side);
            try (StripedLayers layers = vae.layers(20_000, picture, (long) width * side)) {
                vae.encodeInStrips(picture, layers);
                assertThat((double) layers.most() / foreseen).isCloseTo(1, within(0.15));
            }
        }
    }

    private static Vae vae(List<Integer> channels, int groups) {
        return new Vae(
                new PatternedWeights("strips."), new VaeConfig(3, 4, channels, 1, groups, true, true, 0.2, 0));
    }

    private static Tensor noise(long seed, long... shape) {
        int count = Math.toIntExact(shape[0] * shape[1] * shape[2] * shape[3]);
        return Tensor.of(new TorchGenerator(seed).normal(count), shape);
    }

    private static void assertClose(Tensor computed, Tensor whole) {
        assertThat(computed.shape()).isEqualTo(whole.shape());
        assertThat(computed.sub(whole).abs().max()).isLessThan(2e-5);
    }
}
