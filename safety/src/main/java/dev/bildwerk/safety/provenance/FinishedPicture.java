package dev.bildwerk.safety.provenance;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.recipe.Infotext;
import java.util.Objects;
import java.util.Optional;

/**
 * A picture on its way into a file.
 *
 * @param recipe empty for one that is shown while it is drawn
 */
public record FinishedPicture(Picture picture, Optional<Infotext> recipe, Making making) {
    public FinishedPicture {
        Objects.requireNonNull(picture, "picture");
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(making, "making");
    }

    public static FinishedPicture of(Picture picture, Infotext recipe, Making making) {
        return new FinishedPicture(picture, Optional.of(recipe), making);
    }
}
