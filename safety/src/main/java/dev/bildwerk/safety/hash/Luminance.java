package dev.bildwerk.safety.hash;

import dev.bildwerk.diffusion.picture.Picture;

/**
 * The brightness of a picture.
 *
 * @param values 0 to 255, [height, width], rows from the top
 */
record Luminance(int width, int height, float[] values) {

    /** By the weights of ITU-R BT.601. */
    static Luminance of(Picture picture) {
        byte[] rgb = picture.rgb();
        float[] values = new float[picture.width() * picture.height()];
        for (int i = 0, from = 0; i < values.length; i++, from += 3) {
            values[i] = (float) (0.299 * (rgb[from] & 0xff) + 0.587 * (rgb[from + 1] & 0xff) + 0.114 * (rgb[from + 2] & 0xff));
        }
        return new Luminance(picture.width(), picture.height(), values);
    }

    float at(int x, int y) {
        return values[y * width + x];
    }

    /**
     * Made smaller as PDQ does: blurred by a tent, which is a box filter applied twice along each axis (Jarosz, Fast image
     * convolutions, SIGGRAPH 2001), and then the value in the middle of each field taken.
     *
     * @return [side, side]
     */
    float[] reduced(int side) {
        float[] blurred = values.clone();
        float[] other = new float[values.length];
        for (int pass = 0; pass < 2; pass++) {
            BoxFilter.alongRows(blurred, other, width, height, window(width, side));
            BoxFilter.alongColumns(other, blurred, width, height, window(height, side));
        }
        float[] reduced = new float[side * side];
        for (int y = 0, i = 0; y < side; y++) {
            int row = (int) ((y + 0.5) * height / side) * width;
            for (int x = 0; x < side; x++, i++) {
                reduced[i] = blurred[row + (int) ((x + 0.5) * width / side)];
            }
        }
        return reduced;
    }

    /** Half a field, rounded up, because two passes of it make a tent as wide as a field. */
    private static int window(int size, int side) {
        return (size + 2 * side - 1) / (2 * side);
    }
}
