package dev.bildwerk.diffusion.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.CheckpointOptions;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.layers.Tiling;
import dev.bildwerk.diffusion.parity.Closeness;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaeTilingTest {
    /** Tests run in their module's folder. */
    private static final Path DEFAULT = Path.of("..", "models", "bildwerk-mini");

    /** Rows of a strip of the default model's last convolution, which has so many channels. */
    private static final long LAST_STRIP = 16;

    private static final long LAST_CHANNELS = 48;

    /** Strips of one row at the picture's full size. */
    private static final long THIN = 1;

    @Test
    void aLargePictureOfTheDefaultModelIsTheSameInStrips() {
        try (LoadedModel model = read(DEFAULT);
                Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Vae vae = (Vae) model.vae().part();
            Tensor latent = smooth(vae.config().latentChannels(), 64, 64);
            Tensor whole = vae.decode(latent);
            Tensor strips = vae.decodeInStrips(latent, LAST_STRIP * whole.size(3) * LAST_CHANNELS * Float.BYTES);

            assertThat(psnr(strips, whole)).isGreaterThan(90);
            assertThat(largestStep(strips, true)).isLessThanOrEqualTo(largestStep(strips, false));
            assertThat(largestStep(strips, true)).isCloseTo(largestStep(whole, true), within(1e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyStripSeesItsNeighboursAndTheEdges(boolean round) {
        for (String name : List.of("sd1", "sdxl", "mini")) {
            try (LoadedModel model = read(MiniatureModels.folder(name));
                    Autograd off = Autograd.off();
                    Scope scope = Scope.open()) {
                Vae vae = (Vae) model.vae().part();
                int factor = vae.config().factor();
                Tensor latent = noise(1, vae.config().latentChannels(), 6, 5);
                Tensor picture = noise(2, 3, 6 * factor, 5 * factor);
                Tiling.during(round, () -> {
                    Tensor whole = vae.decode(latent);
                    assertThat(difference(vae.decodeInStrips(latent, THIN), whole)).as(name).isLessThan(2e-5);
                    assertThat(difference(vae.decodeInStrips(latent), whole)).as(name).isLessThan(2e-5);
                    assertThat(difference(vae.encodeInStrips(picture, THIN).mean(), vae.encode(picture).mean()))
                            .as(name)
                            .isLessThan(2e-5);
                    return null;
                });
            }
        }
    }

    @Test
    void halfPrecisionStaysAsNearToTheWholeAsItIsItself() {
        try (LoadedModel model = LoadedModel.read(
                        Checkpoint.open(DEFAULT), new Placement(Device.CPU, DType.BF16));
                LoadedModel exact = read(DEFAULT);
                Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Vae exactVae = (Vae) exact.vae().part();
            Tensor latent = smooth(exactVae.config().latentChannels(), 16, 16);
            Tensor truth = exactVae.decode(latent);
            Vae vae = (Vae) model.vae().part();
            double whole = psnr(vae.decode(latent.to(DType.BF16)), truth);
            double strips = psnr(vae.decodeInStrips(latent.to(DType.BF16), THIN), truth);
            assertThat(strips).isGreaterThan(whole - 1);
        }
    }

    @Test
    void theTinyAutoencoderIsNotAffected() {
        CheckpointOptions tiny =
                CheckpointOptions.NONE.withVae(FixtureFile.path("tiny/diffusion_pytorch_model.safetensors"));
        try (LoadedModel model = LoadedModel.read(
                        Checkpoint.open(MiniatureModels.folder("sd1"), tiny), new Placement(Device.CPU, DType.F32));
                Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Tensor latent = noise(1, 4, 8, 8);
            assertThat(model.vae().part().picture(latent, DType.F32, VaeTiling.ON).toFloats())
                    .isEqualTo(model.vae().part().picture(latent, DType.F32, VaeTiling.OFF).toFloats());
        }
    }

    @ParameterizedTest
    @CsvSource({"256, false", "512, true", "1024, true"})
    void theSizeAloneDecidesWhetherStableDiffusionDecodesInStrips(int side, boolean inStrips) {
        VaeConfig config = new VaeConfig(3, 4, List.of(128, 256, 512, 512), 2, 32, true, true, 0.18215, 0);
        long whole = VaeMemory.decoding(config, new long[] {1, 4, side / 8, side / 8}, DType.F32);
        assertThat(VaeTiling.AUTO.isUsed(whole)).isEqualTo(inStrips);
        assertThat(VaeTiling.ON.isUsed(whole)).isTrue();
        assertThat(VaeTiling.OFF.isUsed(whole)).isFalse();
    }

    private static LoadedModel read(Path folder) {
        return LoadedModel.read(Checkpoint.open(folder), new Placement(Device.CPU, DType.F32));
    }

    private static Tensor noise(long seed, long channels, long height, long width) {
        int count = Math.toIntExact(channels * height * width);
        return Tensor.of(new TorchGenerator(seed).normal(count), 1, channels, height, width);
    }

    /** Noise of few pixels, enlarged: its picture has flat parts in which a seam would show. */
    private static Tensor smooth(long channels, long height, long width) {
        return noise(3, channels, 5, 5).resizedBilinear(height, width);
    }

    /** From one row of pixels to the next, where a strip of the last layer begins, or everywhere else. */
    private static double largestStep(Tensor picture, boolean acrossSeams) {
        long height = picture.size(2);
        float[] steps = picture.narrow(2, 1, height - 1)
                .sub(picture.narrow(2, 0, height - 1))
                .abs()
                .mean(false, 0, 1, 3)
                .toFloats();
        double largest = 0;
        for (int row = 1; row < height; row++) {
            if ((row % LAST_STRIP == 0) == acrossSeams) {
                largest = Math.max(largest, steps[row - 1]);
            }
        }
        return largest;
    }

    private static double difference(Tensor a, Tensor b) {
        return a.sub(b).abs().max();
    }

    private static double psnr(Tensor a, Tensor b) {
        return Closeness.psnr(unit(a), unit(b));
    }

    private static float[] unit(Tensor picture) {
        return picture.clamp(-1, 1).add(1).mul(0.5).toFloats();
    }
}
