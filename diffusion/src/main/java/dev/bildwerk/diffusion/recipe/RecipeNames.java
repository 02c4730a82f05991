package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.util.Arrays;
import java.util.Optional;

/** Which of the samplers and schedules that recipes name Bildwerk has. */
public final class RecipeNames {
    private RecipeNames() {}

    /** @param title AUTOMATIC1111's, in any case */
    public static Optional<SamplerName> sampler(String title) {
        return Arrays.stream(SamplerName.values())
                .filter(sampler -> sampler.title().equalsIgnoreCase(title.strip()))
                .findFirst();
    }

    /** @param title AUTOMATIC1111's, in any case */
    public static Optional<ScheduleName> schedule(String title) {
        return Arrays.stream(ScheduleName.values())
                .filter(schedule -> schedule.title().equalsIgnoreCase(title.strip()))
                .findFirst();
    }
}
