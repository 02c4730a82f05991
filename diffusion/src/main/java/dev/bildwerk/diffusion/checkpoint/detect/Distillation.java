package dev.bildwerk.diffusion.checkpoint.detect;

import java.util.Locale;

/**
 * Whether a model was taught to draw in a few steps. Keys and shapes do not show it: what the author wrote into the
 * file or its name does, or nothing.
 */
public enum Distillation {
    NONE("", 0),
    /** Adversarial diffusion distillation (Sauer et al. 2023): SD Turbo, SDXL Turbo. */
    TURBO("Turbo", 4),
    /** SDXL-Lightning (Lin et al. 2024). */
    LIGHTNING("Lightning", 4),
    /** Hyper-SD (Ren et al. 2024). */
    HYPER("Hyper", 8),
    /** Latent consistency models (Luo et al. 2023). */
    LCM("LCM", 6);

    private final String title;
    private final int steps;

    Distillation(String title, int steps) {
        this.title = title;
        this.steps = steps;
    }

    /** For people; empty for none. */
    public String title() {
        return title;
    }

    /** That such a model is usually asked for; 0 for none. */
    public int steps() {
        return steps;
    }

    /** @param words of the author: a title, an architecture, a file's name */
    public static Distillation in(String words) {
        String text = words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ");
        if (text.matches(".*turbo\\b.*")) {
            return TURBO;
        }
        if (text.matches(".*\\blightning\\b.*")) {
            return LIGHTNING;
        }
        if (text.matches(".*\\bhyper(sd|sdxl)?\\b.*")) {
            return HYPER;
        }
        return text.matches(".*\\blcm\\b.*") ? LCM : NONE;
    }
}
