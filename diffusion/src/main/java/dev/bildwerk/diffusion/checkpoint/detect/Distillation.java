package dev.bildwerk.diffusion.checkpoint.detect;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern TOLD_STEPS = Pattern.compile("(?<![0-9])([1-9]|1[0-6])[-_ ]?steps?(?![a-z])");

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

    /**
     * How many steps a name tells, as {@code sdxl_lightning_4step} does.
     *
     * @return 1 to 16; empty where none or others are told
     */
    public static OptionalInt stepsIn(String words) {
        Matcher told = TOLD_STEPS.matcher(words.toLowerCase(Locale.ROOT));
        return told.find() ? OptionalInt.of(Integer.parseInt(told.group(1))) : OptionalInt.empty();
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
