package dev.bildwerk.training.data;

import java.awt.image.BufferedImage;

/** Pictures that show nothing or next to nothing. */
final class Blank {
    private static final double LEAST_COVER = 0.02;
    private static final double LEAST_DEVIATION = 7;

    private Blank() {}

    /** What is wrong with a picture, or null. */
    static String problem(BufferedImage image) {
        int[] pixels = Pixels.of(image);
        int opaque = 0;
        for (int argb : pixels) {
            if (argb >>> 24 > 64) {
                opaque++;
            }
        }
        if (opaque < LEAST_COVER * pixels.length) {
            return "nothing to see";
        }
        byte[] rgb = Pixels.overWhite(image);
        double sum = 0;
        double squares = 0;
        for (byte value : rgb) {
            sum += value & 0xff;
            squares += (value & 0xff) * (value & 0xff);
        }
        double mean = sum / rgb.length;
        return Math.sqrt(squares / rgb.length - mean * mean) < LEAST_DEVIATION ? "too faint on white" : null;
    }
}
