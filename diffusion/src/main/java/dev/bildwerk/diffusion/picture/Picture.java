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

    /** Of any image; transparent pixels over white. */
    public static Picture of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] rgb = new byte[width * height * 3];
        int[] row = new int[width];
        for (int y = 0, i = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int pixel : row) {
                int alpha = pixel >>> 24;
                rgb[i++] = overWhite(pixel >> 16 & 0xff, alpha);
                rgb[i++] = overWhite(pixel >> 8 & 0xff, alpha);
                rgb[i++] = overWhite(pixel & 0xff, alpha);
            }
        }
        return new Picture(width, height, rgb);
    }

    private static byte overWhite(int value, int alpha) {
        return (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
    }

    public Picture resized(int newWidth, int newHeight, Resampling by) {
        return new Picture(newWidth, newHeight, Resizer.resize(rgb, 3, width, height, newWidth, newHeight, by));
    }

    public Picture cropped(Box box) {
        return new Picture(box.width(), box.height(), Crops.cut(rgb, 3, width, box));
    }

    /**
     * This picture with another one laid into it.
     *
     * @param part as large as the box
     * @param mask as large as this picture: where it is 255 the part is seen, where it is 0 this picture
     */
    public Picture with(Picture part, Box box, Mask mask) {
        byte[] mixed = rgb.clone();
        for (int y = 0; y < box.height(); y++) {
            for (int x = 0; x < box.width(); x++) {
                int weight = mask.at(box.x() + x, box.y() + y);
                int to = ((box.y() + y) * width + box.x() + x) * 3;
                int from = (y * box.width() + x) * 3;
                for (int c = 0; c < 3; c++) {
                    int mix = (part.rgb[from + c] & 0xff) * weight + (rgb[to + c] & 0xff) * (255 - weight);
                    mixed[to + c] = (byte) ((mix + 127) / 255);
                }
            }
        }
        return new Picture(width, height, mixed);
    }
}
