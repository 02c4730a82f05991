package dev.bildwerk.diffusion.sampling;

import java.util.Objects;

/**
 * What a checkpoint's {@code scheduler_config.json} says about noise; the fields are diffusers' own.
 *
 * @param trainTimesteps {@code num_train_timesteps}, 2 or more
 * @param betaStart {@code beta_start}, in (0, 1)
 * @param betaEnd {@code beta_end}, in (0, 1), at least betaStart
 * @param betaSchedule {@code beta_schedule}
 * @param rescaleBetasZeroSnr {@code rescale_betas_zero_snr}: the last timestep is pure noise
 * @param predictionType {@code prediction_type}
 * @param timestepSpacing {@code timestep_spacing}
 * @param stepsOffset {@code steps_offset}, 0 or more; counts with leading spacing only
 * @param setAlphaToOne {@code set_alpha_to_one}: whether DDIM ends at no noise, and not at that of the first timestep
 */
public record SchedulerConfig(
        int trainTimesteps,
        double betaStart,
        double betaEnd,
        BetaSchedule betaSchedule,
        boolean rescaleBetasZeroSnr,
        PredictionType predictionType,
        TimestepSpacing timestepSpacing,
        int stepsOffset,
        boolean setAlphaToOne) {

    /** Stable Diffusion 1.x; what a single-file checkpoint that says nothing else was trained with. */
    public static final SchedulerConfig STABLE_DIFFUSION_1 = new SchedulerConfig(
            1000,
            0.00085,
            0.012,
            BetaSchedule.SCALED_LINEAR,
            false,
            PredictionType.EPSILON,
            TimestepSpacing.LEADING,
            1,
            false);

    /** @throws IllegalArgumentException with a sentence, if a number is out of its range */
    public SchedulerConfig {
        Objects.requireNonNull(betaSchedule, "betaSchedule");
        Objects.requireNonNull(predictionType, "predictionType");
        Objects.requireNonNull(timestepSpacing, "timestepSpacing");
        if (trainTimesteps < 2) {
            throw new IllegalArgumentException(
                    "The scheduler configuration says num_train_timesteps %d; it must be 2 or more."
                            .formatted(trainTimesteps));
        }
        if (!(0 < betaStart && betaStart <= betaEnd && betaEnd < 1)) {
            throw new IllegalArgumentException(
                    "The scheduler configuration says beta_start %s and beta_end %s; they must rise within 0 and 1."
                            .formatted(betaStart, betaEnd));
        }
        if (stepsOffset < 0 || stepsOffset >= trainTimesteps) {
            throw new IllegalArgumentException(
                    "The scheduler configuration says steps_offset %d; it must be 0 to num_train_timesteps - 1."
                            .formatted(stepsOffset));
        }
    }

    public SchedulerConfig withPredictionType(PredictionType type) {
        return new SchedulerConfig(
                trainTimesteps,
                betaStart,
                betaEnd,
                betaSchedule,
                rescaleBetasZeroSnr,
                type,
                timestepSpacing,
                stepsOffset,
                setAlphaToOne);
    }

    public SchedulerConfig withTimestepSpacing(TimestepSpacing spacing) {
        return new SchedulerConfig(
                trainTimesteps,
                betaStart,
                betaEnd,
                betaSchedule,
                rescaleBetasZeroSnr,
                predictionType,
                spacing,
                stepsOffset,
                setAlphaToOne);
    }
}
