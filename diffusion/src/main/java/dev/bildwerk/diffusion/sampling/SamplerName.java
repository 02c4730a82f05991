package dev.bildwerk.diffusion.sampling;

/** The samplers, with the names that users type and that recipes carry. */
public enum SamplerName {
    EULER("euler", "Euler"),
    EULER_ANCESTRAL("euler-a", "Euler a"),
    DDIM("ddim", "DDIM"),
    DPM_PLUS_PLUS_2M("dpm++-2m", "DPM++ 2M");

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
