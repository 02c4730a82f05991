package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.picture.Enlarger;
import dev.bildwerk.diffusion.picture.EnlargingFilter;
import dev.bildwerk.diffusion.upscale.ShippedUpscaler;

/** How a picture is enlarged before a second pass; the titles are A1111's where it has them. */
public enum Upscaler {
    LATENT_NEAREST("latent-nearest", "Latent (nearest)", null),
    LATENT_BILINEAR("latent", "Latent", null),
    LATENT_BICUBIC("latent-bicubic", "Latent (bicubic)", null),
    BICUBIC(EnlargingFilter.BICUBIC),
    LANCZOS(EnlargingFilter.LANCZOS),
    LEARNED(ShippedUpscaler.INSTANCE);

    private final String option;
    private final String title;
    private final Enlarger enlarger;

    Upscaler(String option, String title, Enlarger enlarger) {
        this.option = option;
        this.title = title;
        this.enlarger = enlarger;
    }

    Upscaler(Enlarger enlarger) {
        this(enlarger.option(), enlarger.title(), enlarger);
    }

    /** As typed on the command line. */
    public String option() {
        return option;
    }

    /** As written in a recipe. */
    public String title() {
        return title;
    }

    /** What enlarges the decoded picture; null for those that enlarge the latent. */
    Enlarger enlarger() {
        return enlarger;
    }

    boolean enlargesLatents() {
        return enlarger == null;
    }
}
