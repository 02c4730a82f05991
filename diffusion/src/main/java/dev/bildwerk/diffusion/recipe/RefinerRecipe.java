package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.pipeline.RefinerUse;
import dev.bildwerk.diffusion.prompt.NamedFiles;
import java.util.Objects;

/**
 * A refiner as a recipe tells it.
 *
 * @param model the file's name without its ending, and perhaps its hash in brackets
 * @param switchAt part of the steps that the first model took, above 0 and below 1
 */
public record RefinerRecipe(String model, double switchAt) {
    public RefinerRecipe {
        Objects.requireNonNull(model, "model");
        if (!(switchAt > 0 && switchAt < 1)) {
            throw new IllegalArgumentException("A refiner begins between 0 and 1, not at %s.".formatted(switchAt));
        }
    }

    static RefinerRecipe of(RefinerUse use) {
        return new RefinerRecipe(NamedFiles.nameOf(use.model()), use.switchAt());
    }
}
