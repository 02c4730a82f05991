package dev.bildwerk.safety.picture;

import dev.bildwerk.diffusion.picture.Picture;

/**
 * Brings a picture to another size as TensorFlow.js's {@code resizeBilinear} does: each new pixel lies between four old ones, however
 * much smaller the picture becomes. What comes out are planes {@code [3, side, side]}, values -1 to 1.
 */
final class BilinearPlanes {
    private BilinearPlanes() {}

    /** Of the whole picture, whatever its shape; the corners of old and new lie on each other. */
    static float[] stretched(Picture picture, int side) {
        return planes(
                picture,
                side,
                (picture.width() - 1.0) / (side - 1),
                (picture.height() - 1.0) / (side - 1),
                picture.width(),
                picture.height());
    }

    /** Of the picture in the upper left corner of a black square. */
    static float[] inSquare(Picture picture, int side) {
        int square = Math.max(picture.width(), picture.height());
        return planes(picture, side, (double) square / side, (double) square / side, square, square);
    }

    private static float[] planes(Picture picture, int side, double across, double down, int width, int height) {
        float[] planes = new float[3 * side * side];
        for (int y = 0; y < side; y++) {
            double row = y * down;
            int top = (int) row;
            int bottom = Math.min(height - 1, (int) Math.ceil(row));
            float lower = (float) (row - top);
            for (int x = 0; x < side; x++) {
                double column = x * across;
                int left = (int) column;
                int right = Math.min(width - 1, (int) Math.ceil(column));
                float further = (float) (column - left);
                for (int c = 0; c < 3; c++) {
                    float above = mix(value(picture, left, top, c), value(picture, right, top, c), further);
                    float below = mix(value(picture, left, bottom, c), value(picture, right, bottom, c), further);
                    planes[(c * side + y) * side + x] = mix(above, below, lower) * 2 - 1;
                }
            }
        }
        return planes;
    }

    private static float mix(float one, float other, float share) {
        return one + (other - one) * share;
    }

    /** 0 to 1; black beyond the picture. */
    private static float value(Picture picture, int x, int y, int channel) {
        if (x >= picture.width() || y >= picture.height()) {
            return 0;
        }
        return (picture.rgb()[(y * picture.width() + x) * 3 + channel] & 0xff) / 255f;
    }
}
