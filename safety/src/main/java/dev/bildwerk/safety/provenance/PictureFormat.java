package dev.bildwerk.safety.provenance;

/** How a picture is written into a file. */
public sealed interface PictureFormat {
    PictureFormat PNG = new Png();

    /** What names of such files end with, without a dot. */
    String extension();

    /** Every pixel as it is. */
    record Png() implements PictureFormat {
        @Override
        public String extension() {
            return "png";
        }
    }

    /**
     * Smaller and nearly the same.
     *
     * @param quality 1 to 100
     */
    record Jpeg(int quality) implements PictureFormat {
        public static final int USUAL_QUALITY = 90;

        public Jpeg {
            if (quality < 1 || quality > 100) {
                throw new IllegalArgumentException("The quality of a JPEG is 1 to 100, not %d.".formatted(quality));
            }
        }

        @Override
        public String extension() {
            return "jpg";
        }
    }
}
