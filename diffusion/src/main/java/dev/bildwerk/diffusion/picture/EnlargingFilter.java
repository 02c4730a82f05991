package dev.bildwerk.diffusion.picture;

/** Enlarging by a filter over the pixels, with Pillow's numbers. */
public enum EnlargingFilter implements Enlarger {
    /** Of a picture that becomes larger, the box takes exactly the nearest pixel. */
    NEAREST("nearest", "Nearest", Resampling.BOX),
    BICUBIC("bicubic", "Bicubic", Resampling.BICUBIC),
    LANCZOS("lanczos", "Lanczos", Resampling.LANCZOS);

    private final String option;
    private final String title;
    private final Resampling by;

    EnlargingFilter(String option, String title, Resampling by) {
        this.option = option;
        this.title = title;
        this.by = by;
    }

    @Override
    public String option() {
        return option;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Picture enlarged(Picture picture, int width, int height) {
        return picture.resized(width, height, by);
    }
}
