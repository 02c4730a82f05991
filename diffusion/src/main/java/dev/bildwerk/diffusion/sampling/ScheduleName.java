package dev.bildwerk.diffusion.sampling;

/** The schedules: at which noise levels a sampler stops. */
public enum ScheduleName {
    /** As the checkpoint's own scheduler configuration spaces its timesteps. */
    NORMAL("normal", "Normal"),
    /** Karras et al. 2022, equation 5, rho 7. */
    KARRAS("karras", "Karras"),
    /** Timesteps spaced evenly from the noisiest to the least noisy. */
    UNIFORM("uniform", "Uniform");

    private final String option;
    private final String title;

    ScheduleName(String option, String title) {
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
