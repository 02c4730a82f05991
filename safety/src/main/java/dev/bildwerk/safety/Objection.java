package dev.bildwerk.safety;

import dev.bildwerk.diffusion.guard.Verdict;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Why something is refused.
 *
 * @param code stable and machine-readable
 * @param place that the sentence names; null for none
 */
record Objection(String code, Path place) {
    Objection(String code) {
        this(code, null);
    }

    Verdict in(Locale locale) {
        String sentence = RefusalMessages.of(code, locale);
        return Verdict.refused(code, place == null ? sentence : sentence.formatted(place));
    }
}
