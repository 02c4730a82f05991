package dev.bildwerk.diffusion.checkpoint.detect;

/** Which family has which width of text. */
public final class Families {
    private Families() {}

    /** @param masked whether the denoiser also sees a mask and what is masked */
    public static ModelFamily ofContextWidth(int width, boolean masked) {
        return switch (width) {
            case 768 -> masked ? ModelFamily.SD_1_INPAINTING : ModelFamily.SD_1;
            case 1024 -> masked ? ModelFamily.SD_2_INPAINTING : ModelFamily.SD_2;
            case 2048 -> masked ? ModelFamily.SDXL_INPAINTING : ModelFamily.SDXL;
            case 1280 -> ModelFamily.SDXL_REFINER;
            default -> ModelFamily.OTHER;
        };
    }
}
