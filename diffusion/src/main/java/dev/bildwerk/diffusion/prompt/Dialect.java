package dev.bildwerk.diffusion.prompt;

/** Whose way of reading a prompt is followed, so that a picture made with another program comes out the same. */
public enum Dialect {
    /** AUTOMATIC1111's web UI and Forge: brackets, BREAK, AND, editing, alternation and tags of networks. */
    A1111("a1111"),
    /** ComfyUI's text encode node: round brackets only. */
    COMFYUI("comfyui"),
    /** diffusers' pipelines: every character means itself. */
    DIFFUSERS("diffusers");

    private final String option;

    Dialect(String option) {
        this.option = option;
    }

    /** As typed on the command line and written in a request. */
    public String option() {
        return option;
    }
}
