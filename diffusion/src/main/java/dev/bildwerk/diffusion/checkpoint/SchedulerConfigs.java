package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.sampling.BetaSchedule;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.diffusion.sampling.SchedulerConfig;
import dev.bildwerk.diffusion.sampling.TimestepSpacing;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads how noise was added in training from the {@code scheduler_config.json} of diffusers. Its class says which
 * default an absent field has; the sampler is the request's choice.
 */
final class SchedulerConfigs {
    private static final Set<String> CLASSES = Set.of(
            "DDIMScheduler",
            "DDPMScheduler",
            "PNDMScheduler",
            "LMSDiscreteScheduler",
            "EulerDiscreteScheduler",
            "EulerAncestralDiscreteScheduler",
            "HeunDiscreteScheduler",
            "DPMSolverMultistepScheduler",
            "DPMSolverSinglestepScheduler",
            "UniPCMultistepScheduler",
            "LCMScheduler",
            "TCDScheduler");
    private static final Set<String> LEADING_BY_DEFAULT =
            Set.of("DDIMScheduler", "DDPMScheduler", "PNDMScheduler", "LCMScheduler", "TCDScheduler");
    private static final Set<String> ALPHA_TO_ONE_BY_DEFAULT = Set.of("DDIMScheduler", "LCMScheduler", "TCDScheduler");

    private SchedulerConfigs() {}

    static SchedulerConfig read(ConfigFile file) {
        String type = file.text("_class_name", "");
        if (!CLASSES.contains(type)) {
            throw file.unsupported("_class_name", type, String.join(", ", CLASSES.stream().sorted().toList()));
        }
        if (file.has("trained_betas")) {
            throw file.unsupported("trained_betas", file.node("trained_betas"), "only null");
        }
        if (file.flag("thresholding", false)) {
            throw file.unsupported("thresholding", true, "only false");
        }
        file.requireText("timestep_type", "discrete");
        String spacing = LEADING_BY_DEFAULT.contains(type) ? "leading" : "linspace";
        try {
            return new SchedulerConfig(
                    file.positive("num_train_timesteps", 1000),
                    file.number("beta_start", 0.0001),
                    file.number("beta_end", 0.02),
                    named(file, "beta_schedule", "linear", BetaSchedule::named),
                    file.flag("rescale_betas_zero_snr", false),
                    named(file, "prediction_type", "epsilon", PredictionType::named),
                    named(file, "timestep_spacing", spacing, TimestepSpacing::named),
                    (int) file.number("steps_offset", 0),
                    file.flag("set_alpha_to_one", ALPHA_TO_ONE_BY_DEFAULT.contains(type)));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    "checkpoint.config.unsupported", "%s: %s".formatted(file.path(), e.getMessage()), e);
        }
    }

    private static <T> T named(ConfigFile file, String field, String otherwise, Function<String, T> byName) {
        return byName.apply(file.text(field, otherwise));
    }
}
