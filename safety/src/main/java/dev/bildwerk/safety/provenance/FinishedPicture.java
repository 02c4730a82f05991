package dev.bildwerk.safety.provenance;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.recipe.Infotext;
import java.util.Objects;
import java.util.Optional;

/**
 * A picture on its way into a file.
 *
 * @param recipe empty for one that is shown while it is drawn
 * @param isSheet whether it only shows pictures beside each other; its pixels then stay what they are
 */
public record FinishedPicture(Picture picture, Optional<Infotext> recipe, Making making, boolean isSheet) {
    public FinishedPicture {
        Objects.requireNonNull(picture, "picture");
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(making, "making");
    }

    /** No sheet. */
    public FinishedPicture(Picture picture, Optional<Infotext> recipe, Making making) {
        this(picture, recipe, making, false);
    }

    public static FinishedPicture sheet(Picture picture, Infotext recipe, Making making) {
        return new FinishedPicture(picture, Optional.of(recipe), making, true);
    }

    public static FinishedPicture of(Picture picture, Infotext recipe, Making making) {
        return new FinishedPicture(picture, Optional.of(recipe), making);
    }
}
