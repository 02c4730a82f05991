package dev.bildwerk.diffusion.recipe;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A sampler and its schedule as AUTOMATIC1111 names them: before its version 1.9 in one name, such as
 * {@code DPM++ 2M Karras}, since then apart. The habits are those of its {@code modules/sd_samplers_kdiffusion.py}.
 *
 * @param sampler such as {@code DPM++ 2M}
 * @param schedule such as {@code Karras}; empty where the sampler has steps of its own
 */
record SamplerTitle(String sampler, Optional<String> schedule) {
    private static final String AUTOMATIC = "Automatic";
    private static final String UNIFORM = "Uniform";
    private static final String KARRAS = "Karras";
    private static final String EXPONENTIAL = "Exponential";

    private static final Set<String> SUFFIXES = Set.of(KARRAS, EXPONENTIAL, "Polyexponential", "SGM Uniform");

    /** What {@code Automatic} means, for the samplers that walk over noise levels of their choice. */
    private static final Map<String, String> HABITS = Map.ofEntries(
            Map.entry("Euler", UNIFORM),
            Map.entry("Euler a", UNIFORM),
            Map.entry("LMS", UNIFORM),
            Map.entry("Heun", UNIFORM),
            Map.entry("DPM fast", UNIFORM),
            Map.entry("DPM adaptive", UNIFORM),
            Map.entry("DPM2", KARRAS),
            Map.entry("DPM2 a", KARRAS),
            Map.entry("DPM++ 2S a", KARRAS),
            Map.entry("DPM++ 2M", KARRAS),
            Map.entry("DPM++ SDE", KARRAS),
            Map.entry("Restart", KARRAS),
            Map.entry("DPM++ 2M SDE", EXPONENTIAL),
            Map.entry("DPM++ 2M SDE Heun", EXPONENTIAL),
            Map.entry("DPM++ 3M SDE", EXPONENTIAL));

    /** @param scheduleType the setting of this name; empty for recipes that were written before there was one */
    static SamplerTitle of(String sampler, Optional<String> scheduleType) {
        if (scheduleType.isPresent()) {
            String schedule = scheduleType.get();
            return schedule.equalsIgnoreCase(AUTOMATIC)
                    ? new SamplerTitle(sampler, Optional.ofNullable(HABITS.get(sampler)))
                    : new SamplerTitle(sampler, Optional.of(schedule));
        }
        for (String suffix : SUFFIXES) {
            if (sampler.endsWith(" " + suffix)) {
                String alone = sampler.substring(0, sampler.length() - suffix.length() - 1).strip();
                return new SamplerTitle(alone, Optional.of(suffix));
            }
        }
        // A name without a schedule meant the plain one, except for Restart, which never had another than Karras.
        return new SamplerTitle(
                sampler,
                Optional.ofNullable(HABITS.get(sampler)).map(habit -> sampler.equals("Restart") ? habit : UNIFORM));
    }
}
