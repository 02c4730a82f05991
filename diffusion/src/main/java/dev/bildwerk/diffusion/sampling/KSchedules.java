package dev.bildwerk.diffusion.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Schedules as AUTOMATIC1111 and ComfyUI make them around k-diffusion: one list of noise levels for every sampler, over
 * the checkpoint's whole table, whatever its configuration says about spacing.
 *
 * @see <a href="https://github.com/AUTOMATIC1111/stable-diffusion-webui/blob/master/modules/sd_schedulers.py">
 *     AUTOMATIC1111's schedulers</a>
 * @see <a href="https://github.com/comfyanonymous/ComfyUI/blob/master/comfy/samplers.py">ComfyUI's schedulers</a>
 */
final class KSchedules {
    /** Up to here ComfyUI takes a level for the largest. */
    private static final double NEARLY = 1e-5;

    private KSchedules() {}

    /** UniPC and the samplers that they do not have are made as in diffusers; so is a single step by timesteps. */
    static boolean knows(SamplingDialect dialect, SamplerName sampler, int steps) {
        return switch (dialect) {
            case DIFFUSERS -> false;
            case A1111 -> sampler != SamplerName.UNI_PC && (steps > 1 || !takesTimesteps(sampler, dialect));
            case COMFYUI -> true;
        };
    }

    static Schedule of(
            NoiseSchedule noise,
            SamplerName sampler,
            ScheduleName name,
            int steps,
            SamplingDialect dialect,
            boolean xl) {
        if (takesTimesteps(sampler, dialect)) {
            return schedule(noise, timesteps(noise, steps), false, true);
        }
        if (dialect == SamplingDialect.A1111 && sampler == SamplerName.LCM) {
            return ConsistencyTable.of(noise).schedule(levels(
                    ConsistencyTable.of(noise).noise(), resolved(name, sampler, dialect), steps, dialect, xl));
        }
        boolean discard = discardsTheLastButOne(sampler, dialect);
        double[] levels = levels(noise, resolved(name, sampler, dialect), discard ? steps + 1 : steps, dialect, xl);
        if (discard) {
            levels[levels.length - 2] = levels[levels.length - 1];
            levels = Arrays.copyOf(levels, levels.length - 1);
        }
        boolean comfy = dialect == SamplingDialect.COMFYUI;
        boolean fromAll = levels[0] >= noise.largestSigma() * (1 - NEARLY);
        return schedule(noise, levels, comfy, comfy && fromAll);
    }

    /** Those whose schedule AUTOMATIC1111 does not let choose. */
    static boolean takesTimesteps(SamplerName sampler, SamplingDialect dialect) {
        return dialect == SamplingDialect.A1111 && (sampler == SamplerName.DDIM || sampler == SamplerName.PLMS);
    }

    private static boolean discardsTheLastButOne(SamplerName sampler, SamplingDialect dialect) {
        return switch (sampler) {
            case DPM2, DPM2_ANCESTRAL -> true;
            case DPM_PLUS_PLUS_3M_SDE -> dialect == SamplingDialect.A1111;
            case UNI_PC -> dialect == SamplingDialect.COMFYUI;
            default -> false;
        };
    }

    /** What AUTOMATIC1111 takes where nothing is chosen. */
    private static ScheduleName resolved(ScheduleName name, SamplerName sampler, SamplingDialect dialect) {
        if (name != ScheduleName.AUTOMATIC) {
            return name;
        }
        if (dialect != SamplingDialect.A1111) {
            return ScheduleName.NORMAL;
        }
        return switch (sampler) {
            case DPM_PLUS_PLUS_2M,
                    DPM_PLUS_PLUS_SDE,
                    DPM_PLUS_PLUS_2S_ANCESTRAL,
                    DPM2,
                    DPM2_ANCESTRAL,
                    RESTART -> ScheduleName.KARRAS;
            case DPM_PLUS_PLUS_2M_SDE, DPM_PLUS_PLUS_2M_SDE_HEUN, DPM_PLUS_PLUS_3M_SDE -> ScheduleName.EXPONENTIAL;
            default -> ScheduleName.UNIFORM;
        };
    }

    /** All levels of a schedule, where it ends included. */
    private static double[] levels(
            NoiseSchedule noise, ScheduleName name, int steps, SamplingDialect dialect, boolean xl) {
        boolean comfy = dialect == SamplingDialect.COMFYUI;
        if (name == ScheduleName.KL_OPTIMAL && !comfy) {
            return KlOptimalSigmas.of(noise.largestSigma(), noise.smallestSigma(), steps + 1);
        }
        double largest = noise.largestSigma();
        double smallest = noise.smallestSigma();
        double[] sigmas = switch (name) {
            case KARRAS -> KarrasSigmas.inFloats(largest, smallest, steps);
            case EXPONENTIAL, POLYEXPONENTIAL -> ExponentialSigmas.inFloats(largest, smallest, steps);
            case BETA -> comfy ? TableSigmas.beta(noise, steps) : BetaSigmas.of(largest, smallest, steps);
            default -> sigmas(noise, name, steps, largest, smallest, xl);
        };
        return Arrays.copyOf(sigmas, sigmas.length + 1);
    }

    /** The levels above 0, noisiest first. */
    static double[] sigmas(
            NoiseSchedule noise, ScheduleName name, int steps, double largest, double smallest, boolean xl) {
        return switch (name) {
            case NORMAL, UNIFORM, AUTOMATIC -> TableSigmas.normal(noise, steps);
            case KARRAS -> KarrasSigmas.of(largest, smallest, steps);
            case EXPONENTIAL, POLYEXPONENTIAL -> ExponentialSigmas.of(largest, smallest, steps);
            case SGM_UNIFORM -> TableSigmas.sgmUniform(noise, steps);
            case SIMPLE -> TableSigmas.simple(noise, steps);
            case DDIM_UNIFORM -> TableSigmas.ddim(noise, steps);
            case BETA -> BetaSigmas.of(largest, smallest, steps);
            case KL_OPTIMAL -> KlOptimalSigmas.of(largest, smallest, steps);
            case ALIGN_YOUR_STEPS -> AlignYourSteps.of(xl, steps);
        };
    }

    /**
     * AUTOMATIC1111's DDIM and PLMS count timesteps up from 1, take the way down between them, and end at the first
     * one's level.
     */
    private static double[] timesteps(NoiseSchedule noise, int steps) {
        int distance = noise.size() / steps;
        int count = (noise.size() - 1) / distance + 1;
        DoubleStream timesteps = IntStream.range(0, count)
                .mapToDouble(i -> Math.min((count - 1 - i) * distance + 1, noise.size() - 1));
        return timesteps.map(noise::sigma).distinct().toArray();
    }

    /**
     * @param whole whether the model is told whole timesteps
     * @param variancePreserving whether the first noise is that of a latent of variance 1
     */
    private static Schedule schedule(
            NoiseSchedule noise, double[] levels, boolean whole, boolean variancePreserving) {
        List<Step> steps = steps(
                levels, sigma -> whole ? noise.nearestTimestep(sigma) : (float) noise.timestep(sigma));
        double largest = steps.getFirst().sigma();
        double scale = variancePreserving ? Math.sqrt(largest * largest + 1) : largest;
        return new Schedule(steps, scale, noise, whole, 0);
    }

    /** @param told the timestep of a level */
    static List<Step> steps(double[] levels, DoubleUnaryOperator told) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i + 1 < levels.length; i++) {
            float sigma = (float) levels[i];
            steps.add(new Step(told.applyAsDouble(sigma), sigma, (float) levels[i + 1]));
        }
        return steps;
    }
}
