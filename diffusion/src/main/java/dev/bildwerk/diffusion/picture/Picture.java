package dev.bildwerk.diffusion.picture;

import java.awt.image.BufferedImage;
import java.util.Objects;

/**
 * A finished picture: 8-bit RGB, rows from the top, three bytes a pixel.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb {@code width * height * 3} bytes; owned by this record and not to be changed
 */
public record Picture(int width, int height, byte[] rgb) {
    public Picture {
        Objects.requireNonNull(rgb, "rgb");
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "A picture of %d x %d pixels needs %d bytes, not %d."
                            .formatted(width, height, 3L * width * height, rgb.length));
        }
    }

    /** A copy as an image of type {@link BufferedImage#TYPE_INT_RGB}. */
    public BufferedImage toImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++, i += 3) {
                row[x] = (rgb[i] & 0xff) << 16 | (rgb[i + 1] & 0xff) << 8 | rgb[i + 2] & 0xff;
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }
}
