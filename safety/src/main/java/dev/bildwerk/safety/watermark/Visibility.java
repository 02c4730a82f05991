package dev.bildwerk.safety.watermark;

/** How strong a mark may be at each pixel for the eye not to see it: less in the dark, more where the picture is busy. */
final class Visibility {
    private static final int RADIUS = 4;
    private static final float LARGEST_STEP = 16;
    private static final float BUSY = 8; // Mean of steps, where a mark may be as strong as anywhere.
    private static final float DARKEST = 0.5f;
    private static final float BRIGHT = 110;
    private static final float GAIN = 0.3f;

    private Visibility() {}

    /** @return [height, width], about 1 */
    static float[] of(Brightness brightness) {
        int width = brightness.width();
        int height = brightness.height();
        float[] values = brightness.values();
        float[] steps = new float[width * height];
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++, i++) {
                float across = x + 1 < width ? Math.abs(values[i + 1] - values[i]) : 0;
                float down = y + 1 < height ? Math.abs(values[i + width] - values[i]) : 0;
                steps[i] = Math.min(LARGEST_STEP, across + down);
            }
        }
        float[] busy = means(steps, width, height);
        float[] light = means(values, width, height);
        for (int i = 0; i < busy.length; i++) {
            float lit = Math.min(1, DARKEST + (1 - DARKEST) * light[i] / BRIGHT);
            busy[i] = lit * (1 + GAIN * Math.min(1, busy[i] / BUSY));
        }
        return busy;
    }

    /** Over squares around each pixel, of what lies in the picture. */
    private static float[] means(float[] values, int width, int height) {
        float[] rows = new float[values.length];
        for (int y = 0; y < height; y++) {
            line(values, rows, y * width, 1, width);
        }
        float[] both = new float[values.length];
        for (int x = 0; x < width; x++) {
            line(rows, both, x, width, height);
        }
        return both;
    }

    private static void line(float[] from, float[] to, int first, int stride, int length) {
        double sum = 0;
        int count = 0;
        for (int ahead = 0; ahead < length + RADIUS; ahead++) {
            if (ahead < length) {
                sum += from[first + ahead * stride];
                count++;
            }
            int behind = ahead - 2 * RADIUS - 1;
            if (behind >= 0) {
                sum -= from[first + behind * stride];
                count--;
            }
            if (ahead >= RADIUS) {
                to[first + (ahead - RADIUS) * stride] = (float) (sum / count);
            }
        }
    }
}
