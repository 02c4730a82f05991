package dev.bildwerk.diffusion.pipeline;

import java.nio.file.Path;

/**
 * A second model that takes the last steps of a picture over (SDXL's refiner, Podell et al. 2023).
 *
 * @param model path of the second model; null for none
 * @param switchAt part of the steps that the first model takes, above 0 and up to 1
 */
public record RefinerUse(Path model, double switchAt) {
    public static final RefinerUse NONE = new RefinerUse(null, 1);

    /** @throws InvalidRequestException if the part is out of its range */
    public RefinerUse {
        if (!(switchAt > 0 && switchAt <= 1)) {
            throw new InvalidRequestException(
                    "request.refiner.switch",
                    "The refiner is to begin after %s of the steps; more than 0 and up to 1 are possible.".formatted(switchAt));
        }
    }

    /** Whether there is one. */
    public boolean isOn() {
        return model != null && switchAt < 1;
    }
}
