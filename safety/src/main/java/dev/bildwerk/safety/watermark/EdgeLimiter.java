package dev.bildwerk.safety.watermark;

/**
 * What is left of a picture where large steps between pixels count little: the steps x of each pixel become x / (1 + x^2 /
 * c^2), as fits errors after Cauchy, and are put together again (their negative divergence). A mark's small steps remain, and
 * the edges of what the picture shows do not drown it.
 */
final class EdgeLimiter {
    private static final float LEAST = 3; // Steps of a mark are about 2.
    private static final int HIGHEST_SQUARE = 1024;

    private EdgeLimiter() {}

    /** @return [height, width] */
    static float[] of(Brightness brightness) {
        int width = brightness.width();
        int height = brightness.height();
        float[] from = brightness.values();
        float[] result = new float[width * height];
        if (width < 3 || height < 3) {
            return result;
        }
        float square = square(brightness);
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1, i = y * width + 1; x < width - 1; x++, i++) {
                float across = from[i + 1] - from[i - 1];
                float down = from[i + width] - from[i - width];
                float weight = square / (square + across * across + down * down);
                across *= weight;
                down *= weight;
                result[i - 1] -= across;
                result[i + 1] += across;
                result[i - width] -= down;
                result[i + width] += down;
            }
        }
        return result;
    }

    /** Of the step c: twice the median, because in a picture full of small steps these are no edges. */
    private static float square(Brightness brightness) {
        int width = brightness.width();
        float[] from = brightness.values();
        int[] counts = new int[HIGHEST_SQUARE + 1];
        for (int y = 1; y < brightness.height() - 1; y++) {
            for (int x = 1, i = y * width + 1; x < width - 1; x++, i++) {
                float across = from[i + 1] - from[i - 1];
                float down = from[i + width] - from[i - width];
                counts[(int) Math.min(HIGHEST_SQUARE, across * across + down * down)]++;
            }
        }
        int half = (width - 2) * (brightness.height() - 2) / 2;
        int median = 0;
        for (int sum = counts[0]; sum <= half && median < HIGHEST_SQUARE; sum += counts[median]) {
            median++;
        }
        return Math.max(LEAST * LEAST, 4f * median);
    }
}
