package dev.bildwerk.diffusion.sampling;

/** The schedules: at which noise levels a sampler stops. */
public enum ScheduleName {
    /** As the checkpoint's own scheduler configuration spaces its timesteps. */
    NORMAL("normal", "Normal"),
    /** As AUTOMATIC1111 chooses for the sampler; elsewhere as {@link #NORMAL}. */
    AUTOMATIC("automatic", "Automatic"),
    /** Karras et al. 2022, equation 5, rho 7. */
    KARRAS("karras", "Karras"),
    /** Timesteps spaced evenly from the noisiest to the least noisy. */
    UNIFORM("uniform", "Uniform"),
    /** Evenly over log sigma. */
    EXPONENTIAL("exponential", "Exponential"),
    /** A power of that; with AUTOMATIC1111's rho of 1 it is the same. */
    POLYEXPONENTIAL("polyexponential", "Polyexponential"),
    /** Timesteps spaced evenly, the last of them left out, as Stability AI's code for SDXL. */
    SGM_UNIFORM("sgm-uniform", "SGM Uniform"),
    /** Whole timesteps counted down from the last, as ComfyUI's schedule of that name. */
    SIMPLE("simple", "Simple"),
    /** Whole timesteps counted up from the second, as DDIM's in latent diffusion. */
    DDIM_UNIFORM("ddim", "DDIM"),
    /** Lee et al. 2024, Beta Sampling is All You Need, alpha and beta 0.6. */
    BETA("beta", "Beta"),
    /** Sabour et al. 2024, Align Your Steps, theorem 3.1: evenly over the arc tangent of sigma. */
    KL_OPTIMAL("kl-optimal", "KL Optimal"),
    /** Sabour et al. 2024, Align Your Steps: levels that were optimised for Stable Diffusion. */
    ALIGN_YOUR_STEPS("align-your-steps", "Align Your Steps");

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
