package dev.bildwerk.diffusion.recipe;

import java.util.Objects;
import java.util.Optional;

/**
 * A second pass over the enlarged picture.
 *
 * @param scale how many times larger; empty where a size is told instead
 * @param size of the finished picture; empty where a scale is told instead
 * @param steps of the second pass; empty for as many as in the first
 * @param upscaler by the name that the other program has for it, such as {@code Latent}
 */
public record HiresRecipe(
        Optional<Double> scale, Optional<PictureSize> size, Optional<Integer> steps, Optional<String> upscaler) {
    public HiresRecipe {
        Objects.requireNonNull(scale, "scale");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(steps, "steps");
        Objects.requireNonNull(upscaler, "upscaler");
    }
}
