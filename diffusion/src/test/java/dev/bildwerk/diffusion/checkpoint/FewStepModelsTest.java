package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.detect.Distillation;
import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.diffusion.sampling.TimestepSpacing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models that draw in a few steps are asked for where a user says nothing. */
class FewStepModelsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "sdxl, sd_xl_turbo_1.0_fp16.safetensors, EULER_ANCESTRAL, 4, 512",
        "sd2, sd_turbo.safetensors, EULER, 4, 512",
        "sdxl, sdxl_lightning_4step.safetensors, EULER, 4, 1024",
        "sdxl, sdxl_lightning_8step_unet.safetensors, EULER, 8, 1024",
        "sdxl, Hyper-SDXL-12steps.safetensors, EULER, 12, 1024",
        "sdxl, Hyper-SDXL.safetensors, EULER, 8, 1024",
        "sd1, LCM_Dreamshaper_v7.safetensors, LCM, 6, 512",
    })
    void aFilesNameChoosesSamplerStepsAndNoGuidance(
            String family, String name, SamplerName sampler, int steps, int side) throws IOException {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        ManifestFile.read(family).lines().forEach((key, line) -> shapes.put(key, line.shape()));
        Path file = SparseFile.write(folder.resolve(name), shapes);

        Checkpoint checkpoint = Checkpoint.open(file);

        assertThat(checkpoint.scheduler().timestepSpacing()).isEqualTo(TimestepSpacing.TRAILING);
        assertThat(GenerationDefaults.of(checkpoint))
                .isEqualTo(new GenerationDefaults(steps, 1, sampler, ScheduleName.NORMAL, side, side));
    }

    @ParameterizedTest
    @CsvSource({
        "EulerAncestralDiscreteScheduler, trailing, EULER_ANCESTRAL, NORMAL",
        "EulerDiscreteScheduler, trailing, EULER, NORMAL",
        "EulerDiscreteScheduler, leading, EULER, UNIFORM",
        "DPMSolverMultistepScheduler, linspace, EULER, UNIFORM",
        "LCMScheduler, leading, LCM, NORMAL",
        "TCDScheduler, leading, TCD, NORMAL",
    })
    void aFoldersSchedulerChoosesTheSamplerAndTheStepsAlwaysBeginAtTheEndOfTheNoise(
            String type, String spacing, SamplerName sampler, ScheduleName schedule) {
        String scheduler = "scheduler/scheduler_config.json";
        Path copy = MiniatureModels.copy("sdxl", folder.resolve("my-sdxl-turbo"));
        new DamagedModel(copy)
                .set(scheduler, "_class_name", "\"" + type + "\"")
                .set(scheduler, "timestep_spacing", "\"" + spacing + "\"");

        Checkpoint checkpoint = Checkpoint.open(copy);

        assertThat(checkpoint.distillation()).isEqualTo(Distillation.TURBO);
        assertThat(GenerationDefaults.of(checkpoint))
                .isEqualTo(new GenerationDefaults(4, 1, sampler, schedule, 64, 64));
    }

    @Test
    void aNameThatTellsNoStepsOrTooManyLeavesThemToTheKind() {
        assertThat(Distillation.stepsIn("sdxl_lightning_2step")).hasValue(2);
        assertThat(Distillation.stepsIn("Hyper-SDXL-8steps-CFG")).hasValue(8);
        assertThat(Distillation.stepsIn("turbo 4 steps")).hasValue(4);
        assertThat(Distillation.stepsIn("trained for 24steps")).isEmpty();
        assertThat(Distillation.stepsIn("lightning_0step")).isEmpty();
        assertThat(Distillation.stepsIn("footsteps_turbo")).isEmpty();
    }
}
