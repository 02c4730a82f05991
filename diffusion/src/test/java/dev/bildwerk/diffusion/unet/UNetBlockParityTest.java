package dev.bildwerk.diffusion.unet;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.diffusion.layers.ResnetBlock;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.parity.FixtureWeights;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The denoiser's parts one by one, so that a difference in the whole has a place. */
class UNetBlockParityTest {

    @ParameterizedTest
    @CsvSource({
        "SD1, down_blocks.0.resnets.0, 16, 16",
        "SD1, down_blocks.1.resnets.0, 16, 32",
        "MINI, down_blocks.0.resnets.0, 16, 16",
    })
    void residualBlocksAreDiffusers(Family family, String path, int in, int out) {
        check(family, path, (weights, cases) -> {
            ResnetBlock block = ResnetBlock.of(
                    weights,
                    in,
                    out,
                    family.unet().embeddingWidth(),
                    family.unet().scaleShift(),
                    family.unet().normNumGroups(),
                    family.unet().normEpsilon());
            // The recorded embedding is the one before its activation.
            Tensor embedding = cases.tensor(name(path, "in.1")).silu();
            assertClose(block.apply(input(cases, path), embedding), cases, name(path, "out"));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "SD1, down_blocks.0.attentions.0, 0",
        "SD2V, down_blocks.0.attentions.0, 0",
        "SDXL, down_blocks.2.attentions.0, 2",
    })
    void transformersAreDiffusers(Family family, String path, int level) {
        check(family, path, (weights, cases) -> {
            UNetConfig config = family.unet();
            SpatialTransformer transformer = SpatialTransformer.of(
                    weights,
                    config,
                    config.blockOutChannels().get(level),
                    config.heads().get(level),
                    config.transformerLayers().get(level));
            Tensor text = cases.tensor("unet.encoder_hidden_states");
            assertClose(transformer.apply(input(cases, path), text), cases, name(path, "out.0"));
        });
    }

    @Test
    void theTimestepsEmbeddingIsDiffusers() {
        String path = "time_embedding";
        check(Family.SD1, path, (weights, cases) -> {
            UNetConfig config = Family.SD1.unet();
            int width = config.blockOutChannels().getFirst();
            Tensor waves = SinusoidalEmbedding.of(
                    new double[] {37, 37}, width, config.flipSinToCos(), config.freqShift());
            assertClose(waves, cases, name(path, "in.0"), 1e-6);
            assertClose(
                    EmbeddingMlp.of(weights, width, config.embeddingWidth()).apply(waves), cases, name(path, "out"));
        });
    }

    @Test
    void theDefaultModelsTextPoolingIsDiffusers() {
        String path = "add_embedding";
        check(Family.MINI, path, (weights, cases) -> {
            UNetConfig config = Family.MINI.unet();
            TextPooling pooling =
                    TextPooling.of(weights, config.crossAttentionDim(), config.embeddingWidth(), 4);
            assertClose(pooling.apply(input(cases, path)), cases, name(path, "out"));
        });
    }

    @Test
    void sdxlsSizesAreEmbeddedAsDiffusersDoes() {
        String path = "add_embedding";
        check(Family.SDXL, path, (weights, cases) -> {
            double[] numbers = {64, 64, 0, 0, 64, 64, 512, 768, 16, 8, 1024, 1024};
            Tensor waves = SinusoidalEmbedding.of(numbers, 8, true, 0).reshape(2, -1);
            Tensor joined = Tensor.cat(1, cases.tensor("unet.text_embeds"), waves);
            assertClose(joined, cases, name(path, "in.0"), 1e-6);
            assertClose(
                    EmbeddingMlp.of(weights, 80, Family.SDXL.unet().embeddingWidth()).apply(joined),
                    cases,
                    name(path, "out"));
        });
    }

    @Test
    void halvingAndDoublingAreDiffusers() {
        String down = "down_blocks.0.downsamplers.0";
        check(Family.SD1, down, (weights, cases) -> assertClose(
                Conv2d.of(weights.at("conv"), 16, 16, 3, 2, 1).apply(input(cases, down)), cases, name(down, "out")));
        String up = "up_blocks.0.upsamplers.0";
        check(Family.SD1, up, (weights, cases) -> assertClose(
                Conv2d.of(weights.at("conv"), 32, 32, 3).apply(input(cases, up).upsampleNearest2x()),
                cases,
                name(up, "out")));
    }

    private interface Check {
        void run(Weights weights, FixtureFile cases);
    }

    private static void check(Family family, String path, Check check) {
        try (Scope scope = Scope.open();
                FixtureFile cases = family.open("cases.safetensors");
                FixtureFile file = family.open("unet/diffusion_pytorch_model.safetensors")) {
            check.run(FixtureWeights.of(file, DType.F32).at(path), cases);
        }
    }

    private static Tensor input(FixtureFile cases, String path) {
        return cases.tensor(name(path, "in.0"));
    }

    private static String name(String path, String port) {
        return "unet." + path + ":" + port;
    }
}
