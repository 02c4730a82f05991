package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.NoiseSchedule;
import dev.bildwerk.diffusion.sampling.SamplingDialect;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.diffusion.sampling.SchedulerConfig;
import dev.bildwerk.diffusion.sampling.Schedules;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which steps a request's passes take. Programs differ: diffusers and AUTOMATIC1111 take the last part of the schedule
 * of all steps for a changed picture, ComfyUI takes as many steps as asked for out of a longer one, and so does
 * AUTOMATIC1111 in the second pass.
 */
final class PassPlans {
    private static final double MOST_STRENGTH = 0.999;

    /** From here on ComfyUI takes the schedule as it is. */
    private static final double WHOLE_STRENGTH = 0.9999;

    private final Map<SamplingDialect, NoiseSchedule> noises = new EnumMap<>(SamplingDialect.class);
    private final boolean xl;

    /** @param xl whether the model is an SDXL */
    PassPlans(SchedulerConfig config, boolean xl) {
        for (SamplingDialect dialect : SamplingDialect.values()) {
            noises.put(dialect, NoiseSchedule.of(config, dialect));
        }
        this.xl = xl;
    }

    /** @throws InvalidRequestException where the steps are more than the model has timesteps */
    void requirePossible(GenerationRequest request) {
        requireSteps(request.steps(), request.steps());
        if (request.controls().dialect() == Dialect.COMFYUI) {
            requireSteps(request.steps(), longer(request.steps(), strength(request)));
        }
        HiresFix hires = request.controls().hires();
        if (hires.isOn()) {
            GenerationRequest second = SecondPass.of(request);
            requireSteps(second.steps(), second.steps());
            if (request.controls().dialect() != Dialect.DIFFUSERS) {
                requireSteps(second.steps(), longer(second.steps(), hires.strength()));
            }
        }
    }

    private void requireSteps(int asked, int needed) {
        int most = noises.get(SamplingDialect.DIFFUSERS).size();
        if (needed > most) {
            throw new InvalidRequestException(
                    "request.steps",
                    needed == asked
                            ? "%,d steps were asked for; this model takes at most %,d.".formatted(asked, most)
                            : "%,d steps at this strength are the last ones of %,d; this model takes at most %,d."
                                    .formatted(asked, needed, most));
        }
    }

    private static double strength(GenerationRequest request) {
        return switch (request.controls().start()) {
            case Start.FromNoise() -> 1;
            case Start.FromPicture(var picture, double strength) -> strength;
            case Start.Inpainting inpainting -> inpainting.strength();
        };
    }

    /** The pass that a request asks for by itself. */
    PassSteps of(GenerationRequest request) {
        return request.controls().start() instanceof Start.FromNoise
                ? PassSteps.all(schedule(request, request.steps()))
                : changing(request, strength(request));
    }

    /** @param second as {@link SecondPass#of} gives it */
    PassSteps ofSecond(GenerationRequest second) {
        double strength = second.controls().hires().strength();
        if (second.controls().dialect() != Dialect.A1111) {
            return changing(second, strength);
        }
        int all = longer(second.steps(), Math.min(strength, MOST_STRENGTH));
        return asA1111(second, all, second.steps() - 1);
    }

    private PassSteps changing(GenerationRequest request, double strength) {
        int steps = request.steps();
        return switch (request.controls().dialect()) {
            case DIFFUSERS -> {
                Schedule schedule = schedule(request, steps);
                yield PassSteps.from(schedule, schedule.size() - (int) (schedule.size() * strength));
            }
            case A1111 -> asA1111(request, steps, (int) (Math.min(strength, MOST_STRENGTH) * steps));
            case COMFYUI -> {
                Schedule schedule = schedule(request, longer(steps, strength));
                PassSteps pass = PassSteps.from(schedule, schedule.size() - steps);
                yield pass.taken().size() == schedule.size()
                        ? pass.withNoiseScale(schedule.initialNoiseScale())
                        : pass;
            }
        };
    }

    /** @param part how many steps are taken after the first one */
    private PassSteps asA1111(GenerationRequest request, int steps, int part) {
        Schedule schedule = schedule(request, steps);
        if (!Schedules.takesTimesteps(request.sampler(), SamplingDialect.A1111)) {
            return PassSteps.from(schedule, steps - part - 1);
        }
        // Such a sampler takes one step less than it has timesteps, and begins under the noise of the one before.
        int first = schedule.size() + 1 - part;
        PassSteps pass = PassSteps.from(schedule, first);
        return pass.takenFrom(schedule.sigma(Math.clamp(first - 1, 0, schedule.size() - 1)));
    }

    private static int longer(int steps, double strength) {
        return strength > WHOLE_STRENGTH ? steps : (int) (steps / strength);
    }

    private Schedule schedule(GenerationRequest request, int steps) {
        SamplingDialect dialect = sampling(request.controls().dialect());
        return Schedules.of(noises.get(dialect), request.sampler(), request.schedule(), steps, dialect, xl);
    }

    /** Whose noise levels are taken. */
    static SamplingDialect sampling(Dialect dialect) {
        return switch (dialect) {
            case A1111 -> SamplingDialect.A1111;
            case COMFYUI -> SamplingDialect.COMFYUI;
            case DIFFUSERS -> SamplingDialect.DIFFUSERS;
        };
    }
}
