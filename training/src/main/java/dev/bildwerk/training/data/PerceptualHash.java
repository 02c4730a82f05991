package dev.bildwerk.training.data;

/**
 * A small fingerprint of a picture: the difference hash (9x8 greys, is each brighter than its right neighbour) and a
 * 16x16 thumbnail that tells apart what only colour tells apart.
 *
 * @param bits 64 comparisons
 * @param thumbnail {@code [16, 16, 3]}, uint8
 */
record PerceptualHash(long bits, byte[] thumbnail) {
    private static final int THUMB = 16;
    private static final int MOST_BITS = 3;
    private static final double MOST_DIFFERENCE = 3.0;

    /** @param rgb {@code [size, size, 3]}, uint8 */
    static PerceptualHash of(byte[] rgb, int size) {
        long bits = 0;
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                boolean brighter = grey(rgb, size, x, y) > grey(rgb, size, x + 1, y);
                bits = bits << 1 | (brighter ? 1 : 0);
            }
        }
        byte[] thumbnail = new byte[THUMB * THUMB * 3];
        int cell = size / THUMB;
        for (int y = 0; y < THUMB; y++) {
            for (int x = 0; x < THUMB; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    thumbnail[(y * THUMB + x) * 3 + channel] =
                            (byte) mean(rgb, size, x * cell, y * cell, cell, cell, channel, channel);
                }
            }
        }
        return new PerceptualHash(bits, thumbnail);
    }

    /** True when a person would take the two pictures for the same. */
    boolean sameAs(PerceptualHash other) {
        if (Long.bitCount(bits ^ other.bits) > MOST_BITS) {
            return false;
        }
        long difference = 0;
        for (int i = 0; i < thumbnail.length; i++) {
            difference += Math.abs((thumbnail[i] & 0xff) - (other.thumbnail[i] & 0xff));
        }
        return difference < MOST_DIFFERENCE * thumbnail.length;
    }

    private static int grey(byte[] rgb, int size, int x, int y) {
        int left = x * size / 9;
        int top = y * size / 8;
        return mean(rgb, size, left, top, (x + 1) * size / 9 - left, (y + 1) * size / 8 - top, 0, 2);
    }

    private static int mean(byte[] rgb, int size, int left, int top, int width, int height, int first, int last) {
        long sum = 0;
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                for (int channel = first; channel <= last; channel++) {
                    sum += rgb[(y * size + x) * 3 + channel] & 0xff;
                }
            }
        }
        return (int) (sum / ((long) width * height * (last - first + 1)));
    }
}
