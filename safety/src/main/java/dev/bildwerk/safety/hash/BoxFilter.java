package dev.bildwerk.safety.hash;

/**
 * Means over a window that slides along one axis; at the edges over the part of it that lies inside. A window of even width
 * reaches one further forward than back. Sums are kept in float, a value added before one is taken away, so that results are those of
 * PDQ's own programs to the last bits.
 */
final class BoxFilter {
    private BoxFilter() {}

    static void alongRows(float[] from, float[] to, int width, int height, int window) {
        int ahead = window / 2;
        int behind = window - 1 - ahead;
        for (int y = 0; y < height; y++) {
            int row = y * width;
            float sum = 0;
            for (int x = 0; x < Math.min(ahead, width); x++) {
                sum += from[row + x];
            }
            for (int x = 0; x < width; x++) {
                if (x + ahead < width) {
                    sum += from[row + x + ahead];
                }
                if (x - behind - 1 >= 0) {
                    sum -= from[row + x - behind - 1];
                }
                to[row + x] = sum / inside(x, ahead, behind, width);
            }
        }
    }

    /** Row by row too, with a sum for each column, because memory is read along rows. */
    static void alongColumns(float[] from, float[] to, int width, int height, int window) {
        int ahead = window / 2;
        int behind = window - 1 - ahead;
        float[] sums = new float[width];
        for (int y = 0; y < Math.min(ahead, height); y++) {
            add(from, y * width, sums);
        }
        for (int y = 0; y < height; y++) {
            if (y + ahead < height) {
                add(from, (y + ahead) * width, sums);
            }
            if (y - behind - 1 >= 0) {
                subtract(from, (y - behind - 1) * width, sums);
            }
            int inside = inside(y, ahead, behind, height);
            for (int x = 0; x < width; x++) {
                to[y * width + x] = sums[x] / inside;
            }
        }
    }

    private static void add(float[] from, int row, float[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += from[row + x];
        }
    }

    private static void subtract(float[] from, int row, float[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] -= from[row + x];
        }
    }

    private static int inside(int at, int ahead, int behind, int size) {
        return Math.min(at + ahead, size - 1) - Math.max(at - behind, 0) + 1;
    }
}
