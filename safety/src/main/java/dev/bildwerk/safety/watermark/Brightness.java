package dev.bildwerk.safety.watermark;

import dev.bildwerk.diffusion.picture.Picture;

/**
 * The brightness of pixels as JPEG has it (ITU-R BT.601), 0 to 255: what survives best when pictures are changed.
 *
 * @param values [height, width]
 */
record Brightness(int width, int height, float[] values) {
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    /** What changes brightness by 1 with the least change of red, green and blue in all. */
    static final float[] LEAST_CHANGE = leastChange();

    static Brightness of(Picture picture) {
        return of(picture, 0, 0, picture.width(), picture.height());
    }

    static Brightness of(Picture picture, int left, int top, int width, int height) {
        float[] values = new float[width * height];
        byte[] rgb = picture.rgb();
        for (int y = 0, i = 0; y < height; y++) {
            int at = ((top + y) * picture.width() + left) * 3;
            for (int x = 0; x < width; x++, i++, at += 3) {
                values[i] = RED * (rgb[at] & 0xff) + GREEN * (rgb[at + 1] & 0xff) + BLUE * (rgb[at + 2] & 0xff);
            }
        }
        return new Brightness(width, height, values);
    }

    private static float[] leastChange() {
        float square = RED * RED + GREEN * GREEN + BLUE * BLUE;
        return new float[] {RED / square, GREEN / square, BLUE / square};
    }
}
