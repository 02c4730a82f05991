package dev.bildwerk.safety.picture;

import dev.bildwerk.diffusion.picture.Picture;

/** Harmless pictures from a formula; {@code reference/picture-check/original.mjs} has the same. */
public final class Patterns {
    private Patterns() {}

    public static Picture of(int number) {
        int width = number % 5 == 0 ? 224 : 1 + number * 37 % 331;
        int height = number % 10 == 0 ? 224 : 1 + number * 53 % 293;
        byte[] rgb = new byte[width * height * 3];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    int wave = x * (number + 1) + y * (2 * c + 1) + ((x * y) >> (2 + number % 5));
                    rgb[at++] = (byte) (((x >> 4) + (y >> 4)) % 3 == c ? wave : wave >> 2);
                }
            }
        }
        return new Picture(width, height, rgb);
    }
}
