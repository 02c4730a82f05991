package dev.bildwerk.diffusion.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the schedule of a sampler as diffusers' scheduler of the same name makes it. They do not agree with each other:
 * DPM++ 2M leaves the least noisy step out where Euler and DDIM take it, and with Karras spacing tells the model whole
 * timesteps and spans the whole table where Euler spans the checkpoint's own steps. Where diffusers has no such
 * combination (Karras with DDIM or Euler a), it is Euler's.
 */
public final class Schedules {
    /**
     * Where DDIM begins with zero terminal SNR. diffusers' DDIM begins at infinity there; from here the latent differs
     * by a millionth, and 32-bit floats still hold it. Its Euler begins at 4096.
     */
    private static final double PURE_NOISE_SIGMA = 0x1p20;

    private Schedules() {}

    /**
     * @param steps 1 to the number of training timesteps
     * @throws IllegalArgumentException with a sentence, if the number of steps is out of its range
     */
    public static Schedule of(NoiseSchedule noise, SamplerName sampler, ScheduleName name, int steps) {
        if (steps < 1 || steps > noise.size()) {
            throw new IllegalArgumentException(
                    "%d steps are asked for; this checkpoint takes 1 to %d.".formatted(steps, noise.size()));
        }
        TimestepSpacing spacing =
                name == ScheduleName.UNIFORM ? TimestepSpacing.TRAILING : noise.config().timestepSpacing();
        double[] timesteps = timesteps(noise.config(), sampler, spacing, steps);
        double[] sigmas = Arrays.stream(timesteps).map(noise::sigma).toArray();
        if (name == ScheduleName.KARRAS) {
            sigmas = karras(noise, sampler, sigmas);
            timesteps = Arrays.stream(sigmas).map(sigma -> toldTimestep(noise, sampler, sigma)).toArray();
        } else if (sampler == SamplerName.DDIM && beginsAtPureNoise(noise, timesteps)) {
            sigmas[0] = PURE_NOISE_SIGMA;
        }
        double[] targets = targets(noise, sampler, name, timesteps, sigmas);
        List<Step> list = new ArrayList<>(steps);
        for (int i = 0; i < steps; i++) {
            list.add(new Step(timesteps[i], (float) sigmas[i], (float) targets[i]));
        }
        return new Schedule(list, initialNoiseScale(sampler, spacing, (float) sigmas[0]), noise);
    }

    private static double[] timesteps(
            SchedulerConfig config, SamplerName sampler, TimestepSpacing spacing, int steps) {
        return switch (sampler) {
            case EULER, EULER_ANCESTRAL -> Timesteps.fractional(config, spacing, steps);
            case DDIM -> Timesteps.rounded(config, spacing, steps);
            case DPM_PLUS_PLUS_2M -> Timesteps.withoutTheLast(config, spacing, steps);
        };
    }

    private static double[] karras(NoiseSchedule noise, SamplerName sampler, double[] spaced) {
        int steps = spaced.length;
        return sampler == SamplerName.DPM_PLUS_PLUS_2M
                ? KarrasSigmas.of(noise.largestSigma(), noise.smallestSigma(), steps)
                : KarrasSigmas.of(spaced[0], spaced[steps - 1], steps);
    }

    private static double toldTimestep(NoiseSchedule noise, SamplerName sampler, double sigma) {
        double timestep = noise.timestep(sigma);
        if (sampler != SamplerName.DPM_PLUS_PLUS_2M) {
            return (float) timestep;
        }
        boolean cosine = noise.config().betaSchedule() == BetaSchedule.SQUARED_COSINE;
        return cosine ? Math.floor(timestep) : Math.rint(timestep);
    }

    private static boolean beginsAtPureNoise(NoiseSchedule noise, double[] timesteps) {
        return noise.config().rescaleBetasZeroSnr() && timesteps[0] == noise.size() - 1;
    }

    private static double[] targets(
            NoiseSchedule noise, SamplerName sampler, ScheduleName name, double[] timesteps, double[] sigmas) {
        int steps = sigmas.length;
        double[] targets = Arrays.copyOfRange(sigmas, 1, steps + 1);
        if (sampler != SamplerName.DDIM) {
            return targets;
        }
        double last = noise.config().setAlphaToOne() ? 0 : noise.smallestSigma();
        targets[steps - 1] = last;
        if (name == ScheduleName.NORMAL) {
            // diffusers' DDIM goes down by whole timesteps, whether or not a step begins there.
            int distance = noise.size() / steps;
            for (int i = 0; i < steps; i++) {
                targets[i] = timesteps[i] >= distance ? noise.sigma(timesteps[i] - distance) : last;
            }
        }
        return targets;
    }

    private static double initialNoiseScale(SamplerName sampler, TimestepSpacing spacing, double sigma) {
        boolean varianceExploding = sampler == SamplerName.EULER || sampler == SamplerName.EULER_ANCESTRAL;
        return varianceExploding && spacing != TimestepSpacing.LEADING ? sigma : Math.sqrt(sigma * sigma + 1);
    }
}
