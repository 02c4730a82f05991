package dev.bildwerk.diffusion.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the schedule of a sampler as diffusers' scheduler of the same name makes it. They do not agree with each other:
 * DPM++ 2M leaves the least noisy step out where Euler and DDIM take it, and with Karras spacing tells the model whole
 * timesteps and spans the whole table where Euler spans the checkpoint's own steps. Where diffusers has no such
 * combination (Karras with DDIM or Euler a), it is Euler's. Other programs' schedules are made by {@link KSchedules}.
 */
public final class Schedules {
    /**
     * Where DDIM begins with zero terminal SNR. diffusers' DDIM begins at infinity there; from here the latent differs
     * by a millionth, and 32-bit floats still hold it. Its Euler begins at 4096.
     */
    private static final double PURE_NOISE_SIGMA = 0x1p20;

    /** Which of diffusers' schedulers a sampler's noise levels are like. */
    private enum Family {
        EULER,
        DDIM,
        DPM_SOLVER,
        CONSISTENCY;

        static Family of(SamplerName sampler) {
            return switch (sampler) {
                case DDIM, DDPM, PNDM, PLMS -> DDIM;
                case DPM_PLUS_PLUS_2M, DPM_PLUS_PLUS_2M_SDE, DPM_PLUS_PLUS_2M_SDE_HEUN, UNI_PC -> DPM_SOLVER;
                case LCM, TCD -> CONSISTENCY;
                default -> EULER;
            };
        }
    }

    private Schedules() {}

    /**
     * As diffusers.
     *
     * @param steps 1 to the number of training timesteps
     * @throws IllegalArgumentException with a sentence, if the number of steps is out of its range
     */
    public static Schedule of(NoiseSchedule noise, SamplerName sampler, ScheduleName name, int steps) {
        return of(noise, sampler, name, steps, SamplingDialect.DIFFUSERS, false);
    }

    /**
     * As a program makes it. The number of steps of the schedule can be another than asked for: that of
     * {@link ScheduleName#DDIM_UNIFORM}, and with {@link SamplingDialect#A1111} DDIM's and PLMS'.
     *
     * @param steps 1 to the number of training timesteps
     * @param xl whether the checkpoint is an SDXL, for which {@link ScheduleName#ALIGN_YOUR_STEPS} has levels of its own
     * @throws IllegalArgumentException with a sentence, if the number of steps is out of its range
     */
    public static Schedule of(
            NoiseSchedule noise,
            SamplerName sampler,
            ScheduleName name,
            int steps,
            SamplingDialect dialect,
            boolean xl) {
        if (steps < 1 || steps > noise.size()) {
            throw new IllegalArgumentException(
                    "%d steps are asked for; this checkpoint takes 1 to %d.".formatted(steps, noise.size()));
        }
        return KSchedules.knows(dialect, sampler, steps)
                ? KSchedules.of(noise, sampler, name, steps, dialect, xl)
                : asDiffusers(
                        noise, sampler, name == ScheduleName.AUTOMATIC ? ScheduleName.NORMAL : name, steps, xl);
    }

    /** Whether a program's sampler counts timesteps, whatever schedule is asked for: AUTOMATIC1111's DDIM and PLMS. */
    public static boolean takesTimesteps(SamplerName sampler, SamplingDialect dialect) {
        return KSchedules.takesTimesteps(sampler, dialect);
    }

    private static Schedule asDiffusers(
            NoiseSchedule noise, SamplerName sampler, ScheduleName name, int steps, boolean xl) {
        Family family = Family.of(sampler);
        TimestepSpacing spacing =
                name == ScheduleName.UNIFORM ? TimestepSpacing.TRAILING : noise.config().timestepSpacing();
        double[] timesteps = family == Family.CONSISTENCY && name == ScheduleName.NORMAL
                ? Timesteps.consistency(noise.config(), steps)
                : timesteps(noise.config(), family, spacing, steps);
        double[] sigmas = Arrays.stream(timesteps).map(noise::sigma).toArray();
        if (name != ScheduleName.NORMAL && name != ScheduleName.UNIFORM) {
            boolean wholeTable = family == Family.DPM_SOLVER;
            double largest = wholeTable ? noise.largestSigma() : sigmas[0];
            double smallest = wholeTable ? noise.smallestSigma() : sigmas[steps - 1];
            sigmas = KSchedules.sigmas(noise, name, steps, largest, smallest, xl);
            timesteps = Arrays.stream(sigmas)
                    .map(sigma -> toldTimestep(noise, family, name, sigma))
                    .toArray();
        } else if (goesToPureNoise(sampler) && beginsAtPureNoise(noise, timesteps)) {
            sigmas[0] = PURE_NOISE_SIGMA;
        }
        double[] targets = targets(noise, sampler, name, timesteps, sigmas);
        List<Step> list = new ArrayList<>(sigmas.length);
        for (int i = 0; i < sigmas.length; i++) {
            list.add(new Step(timesteps[i], (float) sigmas[i], (float) targets[i]));
        }
        return new Schedule(list, initialNoiseScale(family, spacing, (float) sigmas[0]), noise);
    }

    private static double[] timesteps(SchedulerConfig config, Family family, TimestepSpacing spacing, int steps) {
        return switch (family) {
            case EULER -> Timesteps.fractional(config, spacing, steps);
            case DDIM, CONSISTENCY -> Timesteps.rounded(config, spacing, steps);
            case DPM_SOLVER -> Timesteps.withoutTheLast(config, spacing, steps);
        };
    }

    private static double toldTimestep(NoiseSchedule noise, Family family, ScheduleName name, double sigma) {
        double timestep = noise.timestep(sigma);
        if (family != Family.DPM_SOLVER) {
            return (float) timestep;
        }
        boolean cosine = noise.config().betaSchedule() == BetaSchedule.SQUARED_COSINE;
        return switch (name) {
            case KARRAS -> cosine ? Math.floor(timestep) : Math.rint(timestep);
            case EXPONENTIAL, POLYEXPONENTIAL, BETA -> Math.floor(timestep);
            default -> (float) timestep;
        };
    }

    /** Solvers of a higher order would need slopes there, and begin where Euler does. */
    private static boolean goesToPureNoise(SamplerName sampler) {
        return switch (sampler) {
            case DDIM, DDPM, LCM, TCD -> true;
            default -> false;
        };
    }

    private static boolean beginsAtPureNoise(NoiseSchedule noise, double[] timesteps) {
        return noise.config().rescaleBetasZeroSnr() && timesteps[0] == noise.size() - 1;
    }

    private static double[] targets(
            NoiseSchedule noise, SamplerName sampler, ScheduleName name, double[] timesteps, double[] sigmas) {
        int steps = sigmas.length;
        double[] targets = Arrays.copyOfRange(sigmas, 1, steps + 1);
        boolean endsAtFirstTimestep = switch (sampler) {
            case DDIM, PNDM, PLMS, TCD -> !noise.config().setAlphaToOne();
            default -> false;
        };
        double last = endsAtFirstTimestep ? Math.min(noise.smallestSigma(), sigmas[steps - 1]) : 0;
        targets[steps - 1] = last;
        boolean byDistance = sampler == SamplerName.DDIM || sampler == SamplerName.PNDM || sampler == SamplerName.PLMS;
        if (byDistance && name == ScheduleName.NORMAL) {
            // These go down by whole timesteps in diffusers, whether or not a step begins there.
            int distance = noise.size() / steps;
            for (int i = 0; i < steps; i++) {
                targets[i] = timesteps[i] >= distance ? noise.sigma(timesteps[i] - distance) : last;
            }
        }
        return targets;
    }

    private static double initialNoiseScale(Family family, TimestepSpacing spacing, double sigma) {
        return family == Family.EULER && spacing != TimestepSpacing.LEADING ? sigma : Math.sqrt(sigma * sigma + 1);
    }
}
