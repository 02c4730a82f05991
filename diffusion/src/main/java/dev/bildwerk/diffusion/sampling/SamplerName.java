package dev.bildwerk.diffusion.sampling;

/** The samplers, with the names that users type and that recipes carry. */
public enum SamplerName {
    EULER("euler", "Euler"),
    EULER_ANCESTRAL("euler-a", "Euler a"),
    DDIM("ddim", "DDIM"),
    DPM_PLUS_PLUS_2M("dpm++-2m", "DPM++ 2M"),
    HEUN("heun", "Heun"),
    DPM2("dpm2", "DPM2"),
    DPM2_ANCESTRAL("dpm2-a", "DPM2 a"),
    LMS("lms", "LMS"),
    DPM_PLUS_PLUS_2S_ANCESTRAL("dpm++-2s-a", "DPM++ 2S a"),
    DPM_PLUS_PLUS_SDE("dpm++-sde", "DPM++ SDE"),
    DPM_PLUS_PLUS_2M_SDE("dpm++-2m-sde", "DPM++ 2M SDE"),
    DPM_PLUS_PLUS_2M_SDE_HEUN("dpm++-2m-sde-heun", "DPM++ 2M SDE Heun"),
    DPM_PLUS_PLUS_3M_SDE("dpm++-3m-sde", "DPM++ 3M SDE"),
    DPM_FAST("dpm-fast", "DPM fast"),
    DPM_ADAPTIVE("dpm-adaptive", "DPM adaptive"),
    UNI_PC("unipc", "UniPC"),
    DDPM("ddpm", "DDPM"),
    PNDM("pndm", "PNDM"),
    PLMS("plms", "PLMS"),
    LCM("lcm", "LCM"),
    TCD("tcd", "TCD"),
    RESTART("restart", "Restart");

    private final String option;
    private final String title;

    SamplerName(String option, String title) {
        this.option = option;
        this.title = title;
    }

    /** As typed on the command line. */
    public String option() {
        return option;
    }

    /** As written in a recipe, after AUTOMATIC1111's habit. */
    public String title() {
        return title;
    }
}
