package dev.bildwerk.training.data;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** Pixels of pictures with transparency ({@link BufferedImage#TYPE_INT_ARGB}). */
final class Pixels {
    private Pixels() {}

    /** The picture's own array, 0xAARRGGBB, rows from the top. */
    static int[] of(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    /** A picture scaled to a square of {@code size} pixels; halved in steps, so that every pixel has its share. */
    static BufferedImage scaled(BufferedImage image, int size) {
        BufferedImage current = image;
        while (current.getWidth() >= 2 * size) {
            current = resize(current, current.getWidth() / 2);
        }
        return current.getWidth() == size ? current : resize(current, size);
    }

    private static BufferedImage resize(BufferedImage image, int size) {
        BufferedImage target = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = target.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, size, size, null);
        graphics.dispose();
        return target;
    }

    /** Left, top, width and height of what is not transparent, or null where all is. */
    static int[] opaqueBox(BufferedImage image) {
        int[] pixels = of(image);
        int width = image.getWidth();
        int left = width;
        int right = -1;
        int top = -1;
        int bottom = -1;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < width; x++) {
                if (pixels[y * width + x] >>> 24 > 8) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = top < 0 ? y : top;
                    bottom = y;
                }
            }
        }
        return top < 0 ? null : new int[] {left, top, right - left + 1, bottom - top + 1};
    }

    /** A square of one colour. */
    static BufferedImage canvas(int size, int rgb) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        java.util.Arrays.fill(of(image), 0xff000000 | rgb);
        return image;
    }

    /** Draws one picture over another. */
    static void over(BufferedImage ground, BufferedImage picture, int x, int y) {
        Graphics2D graphics = ground.createGraphics();
        graphics.drawImage(picture, x, y, null);
        graphics.dispose();
    }

    /** RGB bytes of a picture over white, {@code [height, width, 3]}. */
    static byte[] overWhite(BufferedImage image) {
        int[] argb = of(image);
        byte[] rgb = new byte[argb.length * 3];
        for (int i = 0; i < argb.length; i++) {
            int alpha = argb[i] >>> 24;
            for (int channel = 0; channel < 3; channel++) {
                int value = argb[i] >> 16 - 8 * channel & 0xff;
                rgb[3 * i + channel] = (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
            }
        }
        return rgb;
    }
}
