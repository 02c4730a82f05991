package dev.bildwerk.diffusion.pipeline;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.DamagedModel;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.detect.Distillation;
import dev.bildwerk.diffusion.parity.Closeness;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.parity.PictureCases;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A latent consistency model that is told the guidance scale, against diffusers' LatentConsistencyModelPipeline. */
class ConsistencyParityTest {
    private static final String WEIGHT = "time_embedding.cond_proj.weight";

    @TempDir
    Path temporary;

    @Test
    void drawsThePictureOfDiffusersInFourSteps() {
        Checkpoint checkpoint = Checkpoint.open(told().folder());
        assertThat(checkpoint.distillation()).isEqualTo(Distillation.LCM);
        GenerationDefaults defaults = GenerationDefaults.of(checkpoint);
        assertThat(defaults.sampler()).isEqualTo(SamplerName.LCM);
        assertThat(defaults.guidanceScale()).isEqualTo(8.5);
        GenerationRequest usual = PictureCases.request("lcm");
        GenerationRequest request = new GenerationRequest(
                usual.prompt(), usual.negativePrompt(), 42, 4, 8.5, SamplerName.LCM, ScheduleName.NORMAL, 64, 64);
        try (FixtureFile expected = Family.SD1.open("consistency.safetensors");
                LoadedModel model = LoadedModel.read(checkpoint, new Placement(Device.CPU, DType.F32));
                Scope scope = Scope.open()) {
            LatentDrawing drawing = new LatentDrawing(model);

            Tensor latent = drawing.latent(request, ProgressListener.NONE);

            assertClose(latent, expected, "latent", 2e-4);
            assertThat(Closeness.psnr(
                            Closeness.unit(drawing.decode(latent).rgb()), Closeness.unit(expected.bytes("picture"))))
                    .isGreaterThanOrEqualTo(60);
        }
    }

    private DamagedModel told() {
        TensorData weight;
        try (SafetensorsFile file = SafetensorsFile.open(FixtureFile.path("models/sd1/consistency.safetensors"))) {
            TensorEntry entry = file.tensors().get(WEIGHT);
            weight = new TensorData(
                    WEIGHT,
                    entry.dtype(),
                    entry.shape(),
                    MemorySegment.ofArray(file.segment(entry).toArray(ValueLayout.JAVA_BYTE)));
        }
        return DamagedModel.of("sd1", temporary)
                .set("model_index.json", "_class_name", "\"LatentConsistencyModelPipeline\"")
                .set("scheduler/scheduler_config.json", "_class_name", "\"LCMScheduler\"")
                .set("unet/config.json", "time_cond_proj_dim", "8")
                .rewrite(
                        "unet/diffusion_pytorch_model.safetensors",
                        tensor -> tensor.name().equals("conv_in.bias") ? Stream.of(tensor, weight) : Stream.of(tensor));
    }
}
