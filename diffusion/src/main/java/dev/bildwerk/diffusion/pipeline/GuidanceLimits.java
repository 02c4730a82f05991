package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.sampling.Schedule;

/**
 * Where guidance is held back.
 *
 * @param rescale how much of the contrast that guidance adds is taken back, 0 to 1 (Lin et al. 2023)
 * @param start the part of the steps before which nothing is guided, 0 to 1
 * @param end the part of the steps from which on nothing is guided, 0 to 1
 */
public record GuidanceLimits(double rescale, double start, double end) {
    public static final GuidanceLimits NONE = new GuidanceLimits(0, 0, 1);

    public GuidanceLimits {
        if (!(rescale >= 0 && rescale <= 1)) {
            throw new InvalidRequestException(
                    "request.guidance.rescale", "The guidance rescale is %s; it is 0 to 1.".formatted(rescale));
        }
        if (!(start >= 0 && start < end && end <= 1)) {
            throw new InvalidRequestException(
                    "request.guidance.interval",
                    "Guidance lasts from %s to %s of the steps: two numbers from 0 to 1, the smaller one first."
                            .formatted(start, end));
        }
    }

    Guidance of(double scale, Schedule schedule) {
        GuidanceInterval interval =
                start == 0 && end == 1 ? GuidanceInterval.ALWAYS : GuidanceInterval.ofSteps(schedule, start, end);
        return new Guidance(scale, rescale, interval);
    }
}
