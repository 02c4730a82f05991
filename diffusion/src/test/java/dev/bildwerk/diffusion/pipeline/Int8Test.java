package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.adapter.AdapterException;
import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.CheckpointException;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.LoadedPart;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.WeightStorage;
import dev.bildwerk.diffusion.parity.Closeness;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.EngineException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose denoiser is kept and computed in eight bits. */
class Int8Test {
    /** Tests run in their module's folder. */
    private static final Path DEFAULT_MODEL = Path.of("..", "models", "bildwerk-mini");

    private static final List<String> PROMPTS = List.of("a red apple", "a house", "a fish");
    private static final FixedPromptsGuard GUARD = new FixedPromptsGuard(Set.copyOf(PROMPTS), 0);
    private static final EngineOptions WIDE = new EngineOptions(Device.CPU, DType.F32, 1);
    private static final EngineOptions INT8 = new EngineOptions(Device.CPU, DType.I8, 1);
    private static final double DECIBELS = 30;

    @Test
    void theDefaultModelDrawsThePicturesOfItsWideWeights() {
        for (String prompt : PROMPTS) {
            GenerationRequest request = request(prompt, 128, 25, Controls.NONE);
            assertThat(Closeness.psnr(unit(draw(DEFAULT_MODEL, INT8, request)), unit(draw(DEFAULT_MODEL, WIDE, request))))
                    .as(prompt)
                    .isGreaterThanOrEqualTo(DECIBELS);
        }
    }

    /** Prompts differ in length, sizes are odd, projections are linear or convolutions: the shapes of every family work. */
    @ParameterizedTest
    @ValueSource(strings = {"sd1", "sd2v", "sdxl", "mini"})
    void everyFamilyDraws(String family) {
        Picture picture = draw(MiniatureModels.folder(family), INT8, request("a fish", 64, 3, Controls.NONE));

        assertThat(picture.width()).isEqualTo(64);
        assertThat(picture.rgb()).isNotEqualTo(new byte[picture.rgb().length]);
    }

    @Test
    void theSameRequestGivesTheSamePicture() {
        GenerationRequest request = request("a fish", 64, 3, Controls.NONE);
        try (TextToImage pipeline = TextToImage.open(MiniatureModels.folder("sd1"), GUARD, INT8)) {
            byte[] first = pipeline.generate(request).rgb();
            pipeline.generate(request("a house", 64, 2, Controls.NONE));
            assertThat(pipeline.generate(request).rgb()).isEqualTo(first);
        }
    }

    @Test
    void tilesGoOnAtTheOppositeEdge() {
        GenerationRequest request = request("a fish", 64, 3, Controls.NONE.withTiling(true));

        assertThat(Closeness.psnr(
                        unit(draw(MiniatureModels.folder("sd1"), INT8, request)),
                        unit(draw(MiniatureModels.folder("sd1"), WIDE, request))))
                .isGreaterThanOrEqualTo(DECIBELS);
    }

    @Test
    void anAdapterIsRefusedWithWhatToDo() {
        Controls adapted = Controls.NONE.withAdditions(Additions.NONE.withAdapters(
                List.of(new AdapterUse(FixtureFile.path("models/sd1/adapters/kohya.safetensors"), 0.8, 0.8))));
        try (TextToImage pipeline = TextToImage.open(MiniatureModels.folder("sd1"), GUARD, INT8)) {
            assertThatThrownBy(() -> pipeline.generate(request("a fish", 64, 2, adapted)))
                    .isInstanceOfSatisfying(AdapterException.class, e -> assertThat(e.code()).isEqualTo("adapter.int8"))
                    .hasMessageContaining("kohya")
                    .hasMessageContaining("fp32");
        }
    }

    @Test
    void aGpuIsRefused() {
        EngineOptions gpu = new EngineOptions(new Device.Cuda(0), DType.I8, 1);

        assertThatThrownBy(() -> TextToImage.open(MiniatureModels.folder("sd1"), GUARD, gpu))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.code()).isEqualTo("engine.int8"));
    }

    @Test
    void whatIsKeptInEightBitsIsNotAmongTheWideWeights() {
        Checkpoint checkpoint = Checkpoint.open(MiniatureModels.folder("sd1"));
        Placement placement = new Placement(Device.CPU, DType.F32).withStorage(WeightStorage.INT8);
        try (LoadedModel model = LoadedModel.read(checkpoint, placement)) {
            assertThat(model.unet().weights().loaded())
                    .containsKeys("conv_in.weight", "conv_out.weight", "time_embedding.linear_1.weight")
                    .doesNotContainKeys(
                            "mid_block.resnets.0.conv1.weight",
                            "mid_block.attentions.0.transformer_blocks.0.attn1.to_q.weight");
            assertThat(model.vae()).isNotNull();
        }
    }

    @Test
    void aWeightThatIsMissingIsNamed() {
        Checkpoint checkpoint = Checkpoint.open(MiniatureModels.folder("sd1"));
        Checkpoint other = Checkpoint.open(MiniatureModels.folder("sd2v"));
        Placement placement = new Placement(Device.CPU, DType.F32).withStorage(WeightStorage.INT8);

        assertThatThrownBy(() -> LoadedPart.read(
                        checkpoint.unetFiles(), placement, weights -> new UNet(weights, other.unet())))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(".weight");
    }

    private static Picture draw(Path model, EngineOptions options, GenerationRequest request) {
        try (TextToImage pipeline = TextToImage.open(model, GUARD, options)) {
            return pipeline.generate(request);
        }
    }

    private static float[] unit(Picture picture) {
        return Closeness.unit(picture.rgb());
    }

    private static GenerationRequest request(String prompt, int size, int steps, Controls controls) {
        return new GenerationRequest(prompt, "", 7, steps, 4, SamplerName.DDIM, ScheduleName.NORMAL, size, size)
                .with(controls);
    }
}
