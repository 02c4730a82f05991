package dev.bildwerk.diffusion.recipe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** ComfyUI's names of samplers and schedulers ({@code comfy/samplers.py}) and AUTOMATIC1111's titles for them. */
final class ComfyNames {
    private static final SequencedMap<String, String> SAMPLERS = new LinkedHashMap<>();
    private static final SequencedMap<String, String> SCHEDULERS = new LinkedHashMap<>();

    static {
        SAMPLERS.put("euler", "Euler");
        SAMPLERS.put("euler_ancestral", "Euler a");
        SAMPLERS.put("heun", "Heun");
        SAMPLERS.put("dpm_2", "DPM2");
        SAMPLERS.put("dpm_2_ancestral", "DPM2 a");
        SAMPLERS.put("lms", "LMS");
        SAMPLERS.put("dpm_fast", "DPM fast");
        SAMPLERS.put("dpm_adaptive", "DPM adaptive");
        SAMPLERS.put("dpmpp_2s_ancestral", "DPM++ 2S a");
        SAMPLERS.put("dpmpp_sde", "DPM++ SDE");
        SAMPLERS.put("dpmpp_sde_gpu", "DPM++ SDE");
        SAMPLERS.put("dpmpp_2m", "DPM++ 2M");
        SAMPLERS.put("dpmpp_2m_sde", "DPM++ 2M SDE");
        SAMPLERS.put("dpmpp_2m_sde_gpu", "DPM++ 2M SDE");
        SAMPLERS.put("dpmpp_2m_sde_heun", "DPM++ 2M SDE Heun");
        SAMPLERS.put("dpmpp_2m_sde_heun_gpu", "DPM++ 2M SDE Heun");
        SAMPLERS.put("dpmpp_3m_sde", "DPM++ 3M SDE");
        SAMPLERS.put("dpmpp_3m_sde_gpu", "DPM++ 3M SDE");
        SAMPLERS.put("ddpm", "DDPM");
        SAMPLERS.put("lcm", "LCM");
        SAMPLERS.put("uni_pc", "UniPC");
        SAMPLERS.put("uni_pc_bh2", "UniPC");
        SAMPLERS.put("heunpp2", "HeunPP2");
        SAMPLERS.put("ipndm", "IPNDM");
        SAMPLERS.put("ipndm_v", "IPNDM_V");
        SAMPLERS.put("deis", "DEIS");
        SAMPLERS.put("restart", "Restart");
        // ComfyUI runs Euler's steps under this name; DDIM's own timesteps are the scheduler's matter there.
        SAMPLERS.put("ddim", "Euler");

        SCHEDULERS.put("normal", "Normal");
        SCHEDULERS.put("karras", "Karras");
        SCHEDULERS.put("exponential", "Exponential");
        SCHEDULERS.put("sgm_uniform", "SGM Uniform");
        SCHEDULERS.put("simple", "Simple");
        SCHEDULERS.put("ddim_uniform", "DDIM");
        SCHEDULERS.put("beta", "Beta");
        SCHEDULERS.put("kl_optimal", "KL Optimal");
        SCHEDULERS.put("linear_quadratic", "Linear Quadratic");
    }

    /** What a title does not say of a sampler. */
    private static final Map<String, String> REMARKS = Map.of(
            "dpmpp_sde_gpu", "its steps' noise was drawn on the GPU",
            "dpmpp_2m_sde_gpu", "its steps' noise was drawn on the GPU",
            "dpmpp_2m_sde_heun_gpu", "its steps' noise was drawn on the GPU",
            "dpmpp_3m_sde_gpu", "its steps' noise was drawn on the GPU",
            "uni_pc", "Bildwerk's UniPC is the variant bh2");

    private ComfyNames() {}

    /** The title, or ComfyUI's own name where there is none. */
    static String samplerTitle(String name) {
        return SAMPLERS.getOrDefault(name, name);
    }

    /** The title, or ComfyUI's own name where there is none. */
    static String scheduleTitle(String name) {
        return SCHEDULERS.getOrDefault(name, name);
    }

    static Optional<String> remark(String sampler) {
        return Optional.ofNullable(REMARKS.get(sampler));
    }

    static Optional<String> sampler(String title) {
        return nameOf(SAMPLERS, title);
    }

    static Optional<String> scheduler(String title) {
        return nameOf(SCHEDULERS, title);
    }

    private static Optional<String> nameOf(SequencedMap<String, String> titles, String title) {
        return titles.entrySet().stream()
                .filter(entry -> entry.getValue().equalsIgnoreCase(title))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
