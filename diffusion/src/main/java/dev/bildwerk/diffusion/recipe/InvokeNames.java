package dev.bildwerk.diffusion.recipe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * InvokeAI's names of schedulers, which are diffusers' samplers, and AUTOMATIC1111's titles for them. The ending
 * {@code _k} is for Karras' noise levels; without it the checkpoint's own timesteps are taken.
 */
final class InvokeNames {
    private static final String KARRAS = "Karras";
    private static final String NORMAL = "Normal";
    private static final String KARRAS_ENDING = "_k";
    private static final String OLD_PREFIX = "k_";
    private static final SequencedMap<String, String> SAMPLERS = new LinkedHashMap<>();

    static {
        SAMPLERS.put("euler", "Euler");
        SAMPLERS.put("euler_a", "Euler a");
        SAMPLERS.put("heun", "Heun");
        SAMPLERS.put("kdpm_2", "DPM2");
        SAMPLERS.put("kdpm_2_a", "DPM2 a");
        SAMPLERS.put("lms", "LMS");
        SAMPLERS.put("dpmpp_2m", "DPM++ 2M");
        SAMPLERS.put("dpmpp_2m_sde", "DPM++ 2M SDE");
        SAMPLERS.put("dpmpp_sde", "DPM++ SDE");
        SAMPLERS.put("ddim", "DDIM");
        SAMPLERS.put("ddpm", "DDPM");
        SAMPLERS.put("pndm", "PLMS");
        SAMPLERS.put("unipc", "UniPC");
        SAMPLERS.put("lcm", "LCM");
        SAMPLERS.put("tcd", "TCD");
        // As version 2 called them.
        SAMPLERS.put("plms", "PLMS");
        SAMPLERS.put("dpm_2", "DPM2");
        SAMPLERS.put("dpm_2_a", "DPM2 a");
        SAMPLERS.put("dpmpp_2", "DPM++ 2M");
    }

    private InvokeNames() {}

    /** The titles, or InvokeAI's own name for a sampler that has no title. */
    static SamplerTitle titles(String name) {
        String plain = name.startsWith(OLD_PREFIX) ? name.substring(OLD_PREFIX.length()) : name;
        boolean karras = plain.endsWith(KARRAS_ENDING);
        String sampler = karras ? plain.substring(0, plain.length() - KARRAS_ENDING.length()) : plain;
        return new SamplerTitle(SAMPLERS.getOrDefault(sampler, sampler), Optional.of(karras ? KARRAS : NORMAL));
    }

    /** Empty where InvokeAI has no such pair. */
    static Optional<String> name(String sampler, String schedule) {
        Optional<String> name = SAMPLERS.entrySet().stream()
                .filter(entry -> entry.getValue().equalsIgnoreCase(sampler))
                .map(Map.Entry::getKey)
                .findFirst();
        if (schedule.equalsIgnoreCase(KARRAS)) {
            return name.map(n -> n + KARRAS_ENDING);
        }
        return name.filter(n -> schedule.equalsIgnoreCase(NORMAL));
    }
}
