package dev.bildwerk.training.data;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * The background of a composed picture.
 *
 * @param colour its colour word
 * @param rgb its exact colour, 0xRRGGBB
 */
record Ground(ColourName colour, int rgb) {
    static final Ground WHITE = new Ground(ColourName.WHITE, 0xffffff);
    private static final int VARIATION = 26;

    /** A background that is called by the colour's word, a little different every time. */
    static Ground coloured(ColourName colour, SplittableRandom random) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int value = (colour.rgb >> shift & 0xff) + random.nextInt(2 * VARIATION + 1) - VARIATION;
            rgb |= Math.clamp(value, 0, 255) << shift;
        }
        return new Ground(colour, ColourName.of(rgb) == colour ? rgb : colour.rgb);
    }

    boolean isWhite() {
        return colour == ColourName.WHITE;
    }

    BufferedImage canvas(int size) {
        return Pixels.canvas(size, rgb);
    }
}
