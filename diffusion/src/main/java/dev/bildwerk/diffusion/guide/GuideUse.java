package dev.bildwerk.diffusion.guide;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.InvalidRequestException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A network beside the denoiser that holds it to a picture: a ControlNet (Zhang et al. 2023) or a T2I-Adapter (Mou et al. 2023).
 *
 * @param file of the network
 * @param picture what it sees: edges, depth, a pose, whatever it was trained on
 * @param weight of what it says, 0 for not at all
 * @param from the part of the steps that it begins at, 0 to 1
 * @param until the part of the steps that it ends at, from {@code from} to 1
 */
public record GuideUse(Path file, Picture picture, double weight, double from, double until) {
    private static final double MOST = 10;

    /** @throws InvalidRequestException if a number is out of its range */
    public GuideUse {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(picture, "picture");
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

    /** Through all steps, as much as it was trained to. */
    public static GuideUse of(Path file, Picture picture) {
        return new GuideUse(file, picture, 1, 0, 1);
    }
}
