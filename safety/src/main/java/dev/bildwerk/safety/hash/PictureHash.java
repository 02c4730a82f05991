package dev.bildwerk.safety.hash;

import dev.bildwerk.diffusion.picture.Picture;

/**
 * What a picture looks like, as PDQ says it (Facebook, The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm, 2019):
 * brightness, reduced to 64 x 64, of which the 16 x 16 lowest frequencies without the constant are above or below their median.
 *
 * <p>It outlives what happens to pictures on the way: other sizes, JPEG, small changes of light and colour. It does not
 * outlive a crop, and says nothing of what a picture means.
 *
 * @param quality 0 to 100: how much there is to see. Of pictures below {@link #GOOD} different ones may have one hash
 */
public record PictureHash(PdqHash hash, int quality) {
    /** The lowest quality that tells pictures apart; recommended by those who designed PDQ. */
    public static final int GOOD = 50;

    /** Smaller pictures have no hash that means anything. */
    private static final int SMALLEST_SIDE = 5;

    /** Of a picture; takes 12 bytes of memory for each pixel meanwhile. */
    public static PictureHash of(Picture picture) {
        return of(picture, Placement.AS_IS);
    }

    /**
     * Of a picture laid down otherwise. PDQ derives that from the frequencies of the picture as it is, which is up to 40 bits off for small
     * pictures, because its filter and its sampling favour one side; here pixels are really laid down otherwise.
     */
    public static PictureHash of(Picture picture, Placement placement) {
        if (Math.min(picture.width(), picture.height()) < SMALLEST_SIDE) {
            return new PictureHash(new PdqHash(0, 0, 0, 0), 0);
        }
        float[] reduced = placement.of(Luminance.of(picture)).reduced(Frequencies.FROM);
        return new PictureHash(Frequencies.bits(Frequencies.of(reduced)), quality(reduced, Frequencies.FROM));
    }

    /** Whether there is enough to see for the hash to mean this picture and no other. */
    public boolean isGood() {
        return quality >= GOOD;
    }

    /** The steps between neighbours in whole hundredths of the range, summed: many small ones do not count. */
    private static int quality(float[] values, int side) {
        int sum = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                float value = values[y * side + x];
                sum += y + 1 < side ? step(value, values[(y + 1) * side + x]) : 0;
                sum += x + 1 < side ? step(value, values[y * side + x + 1]) : 0;
            }
        }
        return Math.min(sum / 90, 100);
    }

    private static int step(float one, float other) {
        return Math.abs((int) ((one - other) * 100 / 255));
    }
}
