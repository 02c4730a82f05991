package dev.bildwerk.diffusion.recipe;

/** Who wrote a recipe, and by whose habits its prompt and its noise are to be read. */
public enum RecipeProgram {
    /** Where its recipe names no dialect, words were read as they stand. */
    BILDWERK("Bildwerk", "diffusers"),
    /** Also programs that write in its form and do not name themselves. */
    AUTOMATIC1111("AUTOMATIC1111", "a1111"),
    FORGE("Forge", "a1111"),
    COMFYUI("ComfyUI", "comfyui"),
    INVOKEAI("InvokeAI", "diffusers");

    private final String title;
    private final String dialect;

    RecipeProgram(String title, String dialect) {
        this.title = title;
        this.dialect = dialect;
    }

    public String title() {
        return title;
    }

    /** {@code a1111}, {@code comfyui} or {@code diffusers}: grammar of the prompt and habits of noise and start. */
    public String dialect() {
        return dialect;
    }
}
