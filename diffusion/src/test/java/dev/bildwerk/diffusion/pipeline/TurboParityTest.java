package dev.bildwerk.diffusion.pipeline;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.adapter.MergedAdapters;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.DamagedModel;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.parity.PictureCases;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Flops;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Few steps without guidance, against diffusers' own pipelines with the schedulers of Turbo, Lightning and LCM. */
class TurboParityTest {
    private static final double BOUND = 2e-4;
    private static final Placement PLACEMENT = new Placement(Device.CPU, DType.F32);

    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource(names = {"SD1", "SDXL"})
    void trailingStepsReachTheLatentsOfDiffusers(Family family) {
        try (FixtureFile expected = family.open("turbo.safetensors");
                LoadedModel model = LoadedModel.read(Checkpoint.open(FixtureFile.path(family.folder())), PLACEMENT)) {
            LatentDrawing drawing = new LatentDrawing(model);
            for (SamplerName sampler : List.of(SamplerName.EULER, SamplerName.EULER_ANCESTRAL)) {
                for (int steps : List.of(1, 2, 4)) {
                    GenerationRequest request = request(sampler, ScheduleName.UNIFORM, steps, 0);
                    assertLatent(drawing, request, expected, sampler.option() + "." + steps);
                }
            }
        }
    }

    @Test
    void aTurboFoldersOwnHabitsReachTheLatentOfDiffusers() {
        String scheduler = "scheduler/scheduler_config.json";
        Path folder = MiniatureModels.copy("sdxl", temporary.resolve("sdxl-turbo"));
        new DamagedModel(folder)
                .set(scheduler, "_class_name", "\"EulerAncestralDiscreteScheduler\"")
                .set(scheduler, "timestep_spacing", "\"trailing\"");
        Checkpoint checkpoint = Checkpoint.open(folder);
        GenerationRequest request = GenerationDefaults.of(checkpoint).request(PictureCases.request("ddim").prompt(), 42);
        try (FixtureFile expected = Family.SDXL.open("turbo.safetensors");
                LoadedModel model = LoadedModel.read(checkpoint, PLACEMENT)) {
            assertLatent(new LatentDrawing(model), request, expected, "euler-a.4");
        }
    }

    /** As LCM-LoRA is used: a LoRA over a usual model, a few steps of LCM, guidance from 1 to 2. */
    @ParameterizedTest
    @CsvSource({"1.0", "1.5"})
    void aLoraAndLcmReachTheLatentsOfDiffusers(double guidance) {
        Path lora = FixtureFile.path("models/sd1/adapters/kohya.safetensors");
        try (FixtureFile expected = Family.SD1.open("turbo.safetensors");
                LoadedModel model = LoadedModel.read(Checkpoint.open(FixtureFile.path(Family.SD1.folder())), PLACEMENT);
                MergedAdapters merged = MergedAdapters.into(model, List.of(new AdapterUse(lora, 0.7, 0.7)))) {
            GenerationRequest request = request(SamplerName.LCM, ScheduleName.NORMAL, 4, guidance);
            assertLatent(new LatentDrawing(model), request, expected, "lcm-lora." + guidance);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutGuidanceAStepIsOneRowOfTheUNet(Family family) {
        try (LoadedModel model = LoadedModel.read(Checkpoint.open(FixtureFile.path(family.folder())), PLACEMENT)) {
            LatentDrawing drawing = new LatentDrawing(model);
            for (double guidance : List.of(0.0, 1.0)) {
                long step = step(drawing, guidance);
                assertThat(step).as("guidance %s", guidance).isEqualTo(oneRow(family, model));
            }
            assertThat(step(drawing, 1.5)).isEqualTo(2 * oneRow(family, model));
        }
    }

    private static long step(LatentDrawing drawing, double guidance) {
        return flops(drawing, request(SamplerName.EULER, ScheduleName.NORMAL, 3, guidance))
                - flops(drawing, request(SamplerName.EULER, ScheduleName.NORMAL, 2, guidance));
    }

    private static long flops(LatentDrawing drawing, GenerationRequest request) {
        return Flops.of(() -> {
            try (Scope scope = Scope.open()) {
                drawing.latent(request, ProgressListener.NONE);
            }
        });
    }

    private static long oneRow(Family family, LoadedModel model) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            boolean xl = family == Family.SDXL;
            UNetInput input = new UNetInput(
                    Tensor.zeros(DType.F32, 1, 4, 16, 16),
                    new double[] {500},
                    Tensor.zeros(DType.F32, 1, 77, family.unet().crossAttentionDim()),
                    xl ? Tensor.zeros(DType.F32, 1, family.text2().projectionWidth()) : null,
                    xl ? new double[][] {{64, 64, 0, 0, 64, 64}} : null);
            return Flops.of(() -> model.unet().part().apply(input));
        }
    }

    private static void assertLatent(
            LatentDrawing drawing, GenerationRequest request, FixtureFile expected, String name) {
        try (Scope scope = Scope.open()) {
            assertClose(drawing.latent(request, ProgressListener.NONE), expected, name, BOUND);
        }
    }

    private static GenerationRequest request(SamplerName sampler, ScheduleName schedule, int steps, double guidance) {
        GenerationRequest usual = PictureCases.request("ddim");
        return new GenerationRequest(
                usual.prompt(), usual.negativePrompt(), 42, steps, guidance, sampler, schedule, 64, 64);
    }
}
