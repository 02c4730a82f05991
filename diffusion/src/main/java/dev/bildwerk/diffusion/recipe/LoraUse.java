package dev.bildwerk.diffusion.recipe;

import java.util.Objects;

/**
 * A LoRA that a recipe applies beside its prompt.
 *
 * @param name of the file, as the other program has it
 * @param unetWeight how strongly its UNet part is added
 * @param textWeight how strongly its text encoder part is added
 */
public record LoraUse(String name, double unetWeight, double textWeight) {
    public LoraUse {
        Objects.requireNonNull(name, "name");
    }
}
