package dev.bildwerk.diffusion.recipe;

/** A picture or a text from which no recipe can be read, with a stable reason code and a sentence. */
public final class RecipeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    public RecipeException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Stable and machine-readable, such as {@code recipe.png.truncated}. */
    public String code() {
        return code;
    }
}
