package dev.bildwerk.diffusion.guide;

import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.pipeline.InvalidRequestException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A network beside the denoiser that holds it to a picture: a ControlNet (Zhang et al. 2023) or a T2I-Adapter (Mou et
 * al. 2023).
 *
 * @param file of the network
 * @param picture what it sees, once it is prepared: edges, depth, a pose, whatever it was trained on
 * @param preparation what is made of the picture first, at the picture's own size
 * @param weight of what it says, 0 for not at all
 * @param from the part of the steps that it begins at, 0 to 1
 * @param until the part of the steps that it ends at, from {@code from} to 1
 */
public record GuideUse(
        Path file, Picture picture, Preparation preparation, double weight, double from, double until) {
    private static final double MOST = 10;

    /** @throws InvalidRequestException if a number is out of its range */
    public GuideUse {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(picture, "picture");
        Objects.requireNonNull(preparation, "preparation");
        if (!(Math.abs(weight) <= MOST)) {
            throw new InvalidRequestException(
                    "request.guide.weight", "The weight of %s is %s; -10 to 10 are possible.".formatted(file, weight));
        }
        if (!(from >= 0 && from <= until && until <= 1)) {
            throw new InvalidRequestException(
                    "request.guide.span",
                    "%s is to work from %s to %s of the steps; the first may not be larger than the second, and both lie from 0 to 1."
                            .formatted(file, from, until));
        }
    }

    /** Through all steps, as much as it was trained to, with the picture as it is. */
    public static GuideUse of(Path file, Picture picture) {
        return new GuideUse(file, picture, Preparation.NONE, 1, 0, 1);
    }

    /** The picture as the network is to see it. */
    public Picture prepared() {
        return preparation.of(picture);
    }

    /** With the picture as the network is to see it, in the size of what is drawn. */
    public GuideUse sized(int width, int height) {
        Picture whole = prepared().resized(width, height, Resampling.LANCZOS);
        return new GuideUse(file, whole, Preparation.NONE, weight, from, until);
    }

    /**
     * For a part of what is drawn.
     *
     * @param box within the picture, which is {@link #sized}
     */
    public GuideUse cropped(Box box) {
        return new GuideUse(file, picture.cropped(box), preparation, weight, from, until);
    }

    /**
     * Whether it works in a step: as in diffusers, where the whole of the step lies within its part.
     *
     * @param step from 0
     * @param steps how many are taken
     */
    public boolean worksIn(int step, int steps) {
        return (double) step / steps >= from && (step + 1.0) / steps <= until;
    }
}
