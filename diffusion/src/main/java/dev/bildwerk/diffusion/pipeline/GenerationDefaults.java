package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.CheckpointException;
import dev.bildwerk.diffusion.checkpoint.ConfigFile;
import dev.bildwerk.diffusion.checkpoint.detect.Distillation;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.diffusion.sampling.TimestepSpacing;
import dev.bildwerk.diffusion.unet.AddedConditions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a model is best asked for where a user says nothing: from {@code bildwerk.json} in the model folder (of a
 * file {@code NAME.safetensors} from {@code NAME.bildwerk.json} beside it), and where that says nothing from the model's family.
 *
 * @param width in pixels
 * @param height in pixels
 * @param upscaler before a second pass
 */
public record GenerationDefaults(
        int steps,
        double guidanceScale,
        SamplerName sampler,
        ScheduleName schedule,
        int width,
        int height,
        Upscaler upscaler) {
    private static final String FILE = "bildwerk.json";
    private static final int STEPS = 50;
    private static final double GUIDANCE_SCALE = 7.5;
    private static final double XL_GUIDANCE_SCALE = 5;
    /** Such models have guidance built in. */
    private static final double FEW_STEPS_GUIDANCE_SCALE = 1;
    /** Such models are told the scale that they imitate. */
    private static final double TOLD_GUIDANCE_SCALE = 8.5;

    /** With the usual upscaler. */
    public GenerationDefaults(
            int steps, double guidanceScale, SamplerName sampler, ScheduleName schedule, int width, int height) {
        this(steps, guidanceScale, sampler, schedule, width, height, HiresFix.NONE.upscaler());
    }

    /** @throws CheckpointException where the file says something that no request may say */
    public static GenerationDefaults of(Checkpoint checkpoint) {
        GenerationDefaults family = ofFamily(checkpoint);
        Path path = checkpoint.sidecar(FILE);
        return Files.exists(path) ? read(ConfigFile.read(path), family) : family;
    }

    /** A request with these settings and nothing to keep out. */
    public GenerationRequest request(String prompt, long seed) {
        return request(prompt, "", seed);
    }

    /** A request with these settings. */
    public GenerationRequest request(String prompt, String negativePrompt, long seed) {
        return new GenerationRequest(
                prompt, negativePrompt, seed, steps, guidanceScale, sampler, schedule, width, height);
    }

    private static GenerationDefaults ofFamily(Checkpoint checkpoint) {
        boolean xl = checkpoint.unet().added() instanceof AddedConditions.TextTime;
        boolean told = checkpoint.unet().guidanceWidth() > 0;
        long trained = (long) checkpoint.unet().sampleSize() * checkpoint.vae().factor();
        int side = Math.clamp(trained, 8, GenerationRequest.MAX_SIDE) / 8 * 8;
        if (checkpoint.distillation() != Distillation.NONE) {
            SamplerName sampler = fewStepsSampler(checkpoint, xl);
            return new GenerationDefaults(
                    Distillation.stepsIn(checkpoint.path().getFileName().toString())
                            .orElse(checkpoint.distillation().steps()),
                    told ? TOLD_GUIDANCE_SCALE : FEW_STEPS_GUIDANCE_SCALE,
                    sampler,
                    fewStepsSchedule(checkpoint, sampler),
                    side,
                    side);
        }
        return new GenerationDefaults(
                STEPS,
                told ? TOLD_GUIDANCE_SCALE : xl ? XL_GUIDANCE_SCALE : GUIDANCE_SCALE,
                xl ? SamplerName.EULER : SamplerName.DDIM,
                ScheduleName.NORMAL,
                side,
                side);
    }

    /** A folder's scheduler is its author's word. */
    private static SamplerName fewStepsSampler(Checkpoint checkpoint, boolean xl) {
        if (checkpoint.distillation() == Distillation.LCM) {
            return SamplerName.LCM;
        }
        Path scheduler = checkpoint.path().resolve("scheduler/scheduler_config.json");
        String told = Files.exists(scheduler) ? ConfigFile.read(scheduler).text("_class_name", "") : "";
        return switch (told) {
            case "EulerAncestralDiscreteScheduler" -> SamplerName.EULER_ANCESTRAL;
            case "LCMScheduler" -> SamplerName.LCM;
            case "TCDScheduler" -> SamplerName.TCD;
            case "" -> xl && checkpoint.distillation() == Distillation.TURBO
                    ? SamplerName.EULER_ANCESTRAL
                    : SamplerName.EULER;
            default -> SamplerName.EULER;
        };
    }

    /** Few steps begin at the very end of the noise, also where a folder still has the spacing of the model it came from. */
    private static ScheduleName fewStepsSchedule(Checkpoint checkpoint, SamplerName sampler) {
        boolean ownTimesteps = sampler == SamplerName.LCM || sampler == SamplerName.TCD;
        return ownTimesteps || checkpoint.scheduler().timestepSpacing() == TimestepSpacing.TRAILING
                ? ScheduleName.NORMAL
                : ScheduleName.UNIFORM;
    }

    private static GenerationDefaults read(ConfigFile file, GenerationDefaults family) {
        GenerationDefaults defaults = new GenerationDefaults(
                file.positive("steps", family.steps()),
                file.number("guidance_scale", family.guidanceScale()),
                named(file, "sampler", family.sampler(), SamplerName.values(), SamplerName::option),
                named(file, "schedule", family.schedule(), ScheduleName.values(), ScheduleName::option),
                file.positive("width", family.width()),
                file.positive("height", family.height()),
                named(file, "upscaler", family.upscaler(), Upscaler.values(), Upscaler::option));
        try {
            defaults.request("any", "", 0);
        } catch (InvalidRequestException e) {
            throw new CheckpointException(
                    "checkpoint.defaults", "%s: %s".formatted(file.path(), e.getMessage()), e);
        }
        return defaults;
    }

    private static <T> T named(ConfigFile file, String field, T otherwise, T[] all, Function<T, String> option) {
        String name = file.text(field, option.apply(otherwise));
        return Arrays.stream(all)
                .filter(value -> option.apply(value).equals(name))
                .findFirst()
                .orElseThrow(() -> file.unsupported(
                        field, name, Arrays.stream(all).map(option).collect(Collectors.joining(", "))));
    }
}
