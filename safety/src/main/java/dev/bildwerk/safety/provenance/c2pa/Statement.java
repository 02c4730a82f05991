package dev.bildwerk.safety.provenance.c2pa;

import dev.bildwerk.diffusion.recipe.Infotext;
import dev.bildwerk.safety.provenance.FinishedPicture;
import dev.bildwerk.safety.provenance.Making;
import java.util.Objects;
import java.util.Optional;

/**
 * What a manifest says of a picture.
 *
 * @param software such as {@code Bildwerk}
 * @param version of it; empty if not known
 * @param model that drew it, as the recipe names it
 * @param modelHash the first digits of the SHA-256 of its weights, as the recipe tells them
 */
public record Statement(Making making, String software, String version, Optional<String> model, Optional<String> modelHash) {
    public Statement {
        Objects.requireNonNull(making, "making");
        Objects.requireNonNull(software, "software");
        Objects.requireNonNull(version, "version");
    }

    /** @param program such as {@code Bildwerk 0.1.0} */
    public static Statement of(FinishedPicture finished, String program) {
        int blank = program.indexOf(' ');
        return new Statement(
                finished.making(),
                blank < 0 ? program : program.substring(0, blank),
                blank < 0 ? "" : program.substring(blank + 1).strip(),
                setting(finished, "Model"),
                setting(finished, "Model hash"));
    }

    private static Optional<String> setting(FinishedPicture finished, String name) {
        return finished.recipe().map(Infotext::settings).map(settings -> settings.get(name));
    }
}
