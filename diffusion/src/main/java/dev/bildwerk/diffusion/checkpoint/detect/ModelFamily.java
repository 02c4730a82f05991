package dev.bildwerk.diffusion.checkpoint.detect;

/** The kinds of models that share a shape. */
public enum ModelFamily {
    SD_1("Stable Diffusion 1", 512),
    SD_1_INPAINTING("Stable Diffusion 1 inpainting", 512),
    SD_2("Stable Diffusion 2", 768),
    SD_2_INPAINTING("Stable Diffusion 2 inpainting", 512),
    SDXL("Stable Diffusion XL", 1024),
    SDXL_INPAINTING("Stable Diffusion XL inpainting", 1024),
    SDXL_REFINER("Stable Diffusion XL refiner", 1024),
    /** Known by the text that is pooled by attention and added to the time. */
    BILDWERK("Bildwerk", 128),
    OTHER("a model of its own shape", 512);

    private final String title;
    private final int nativeSide;

    ModelFamily(String title, int nativeSide) {
        this.title = title;
        this.nativeSide = nativeSide;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** Side of the pictures that its first member was trained on, in pixels. */
    public int nativeSide() {
        return nativeSide;
    }

    /** Whether its denoiser takes pooled text and numbers about size. */
    public boolean isXl() {
        return this == SDXL || this == SDXL_INPAINTING || this == SDXL_REFINER;
    }
}
