package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.picture.Resampling;

/** How a picture is enlarged before a second pass; the titles are A1111's. */
public enum Upscaler {
    LATENT_NEAREST("latent-nearest", "Latent (nearest)", null),
    LATENT_BILINEAR("latent", "Latent", null),
    LATENT_BICUBIC("latent-bicubic", "Latent (bicubic)", null),
    BICUBIC("bicubic", "Bicubic", Resampling.BICUBIC),
    LANCZOS("lanczos", "Lanczos", Resampling.LANCZOS);

    private final String option;
    private final String title;
    private final Resampling resampling;

    Upscaler(String option, String title, Resampling resampling) {
        this.option = option;
        this.title = title;
        this.resampling = resampling;
    }

    /** As typed on the command line. */
    public String option() {
        return option;
    }

    /** As written in a recipe. */
    public String title() {
        return title;
    }

    /** The filter over the decoded picture; null for those that enlarge the latent. */
    Resampling resampling() {
        return resampling;
    }

    boolean enlargesLatents() {
        return resampling == null;
    }
}
