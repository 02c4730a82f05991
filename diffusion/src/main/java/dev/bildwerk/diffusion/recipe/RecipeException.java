package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.engine.CodedException;

/**
 * A picture or a text from which no recipe can be read, with a stable reason code and a sentence.
 * Codes are such as {@code recipe.png.truncated}.
 */
public final class RecipeException extends CodedException {
    private static final long serialVersionUID = 1L;

    public RecipeException(String code, String message) {
        super(code, message);
    }
}
