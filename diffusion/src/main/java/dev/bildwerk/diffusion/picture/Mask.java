package dev.bildwerk.diffusion.picture;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Which part of a picture is to be made anew: 255 where it is, 0 where the picture is kept, and between them for soft edges.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values {@code width * height} bytes, rows from the top; owned by this record and not to be changed
 */
public record Mask(int width, int height, byte[] values) {
    private static final int HALF = 128;

    public Mask {
        Objects.requireNonNull(values, "values");
        if (width < 1 || height < 1 || values.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "A mask of %d x %d pixels needs %d bytes, not %d."
                            .formatted(width, height, (long) width * height, values.length));
        }
    }

    /** White and opaque is made anew; a transparent pixel counts as black. */
    public static Mask of(BufferedImage image) {
        byte[] values = new byte[image.getWidth() * image.getHeight()];
        int[] row = new int[image.getWidth()];
        for (int y = 0, i = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int pixel : row) {
                int alpha = pixel >>> 24;
                // ITU-R 601 luma in sixteen binary places, as Pillow converts to "L".
                int luma = ((pixel >> 16 & 0xff) * 19595 + (pixel >> 8 & 0xff) * 38470 + (pixel & 0xff) * 7471 + 0x8000) >> 16;
                values[i++] = (byte) (luma * alpha / 255);
            }
        }
        return new Mask(image.getWidth(), image.getHeight(), values);
    }

    /** The same value everywhere: 0 keeps all, 255 makes all anew. */
    public static Mask filled(int width, int height, int value) {
        byte[] values = new byte[width * height];
        Arrays.fill(values, (byte) value);
        return new Mask(width, height, values);
    }

    /** 0 in the box and 255 around it. */
    public static Mask outside(int width, int height, Box kept) {
        Mask mask = filled(width, height, 255);
        for (int y = kept.y(); y < kept.y() + kept.height(); y++) {
            Arrays.fill(mask.values, y * width + kept.x(), y * width + kept.x() + kept.width(), (byte) 0);
        }
        return mask;
    }

    public int at(int x, int y) {
        return values[y * width + x] & 0xff;
    }

    public Mask inverted() {
        byte[] inverted = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            inverted[i] = (byte) ~values[i];
        }
        return new Mask(width, height, inverted);
    }

    /** Twice as white, and white from the middle grey on. */
    public Mask doubled() {
        byte[] doubled = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            doubled[i] = (byte) Math.min(255, 2 * (values[i] & 0xff));
        }
        return new Mask(width, height, doubled);
    }

    /** Only 0 and 255: from 128 on is made anew, as diffusers and the checkpoints for inpainting have it. */
    public Mask hard() {
        byte[] hard = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            hard[i] = (byte) ((values[i] & 0xff) >= HALF ? 255 : 0);
        }
        return new Mask(width, height, hard);
    }

    /** The smallest box that holds every pixel that is not kept whole; none where all is kept. */
    public Optional<Box> bounds() {
        int left = width;
        int right = -1;
        int top = -1;
        int bottom = -1;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (values[y * width + x] != 0) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = top < 0 ? y : top;
                    bottom = y;
                }
            }
        }
        return right < 0 ? Optional.empty() : Optional.of(new Box(left, top, right - left + 1, bottom - top + 1));
    }

    public Mask resized(int newWidth, int newHeight, Resampling by) {
        return new Mask(newWidth, newHeight, Resizer.resize(values, 1, width, height, newWidth, newHeight, by));
    }

    public Mask cropped(Box box) {
        return new Mask(box.width(), box.height(), Crops.cut(values, 1, width, box));
    }

    /** @param sigma of the Gaussian, in pixels; beyond the edge the nearest pixel counts */
    public Mask blurred(double sigma) {
        return sigma <= 0 ? this : new Mask(width, height, Gaussian.blur(values, width, height, sigma));
    }
}
