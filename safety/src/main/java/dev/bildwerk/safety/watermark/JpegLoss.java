package dev.bildwerk.safety.watermark;

/**
 * What JPEG of quality 75 leaves of brightness: each block's cosines, rounded to the steps of the standard's table (ITU-T
 * T.81, Annex K), halved.
 */
final class JpegLoss {
    private static final int SIDE = 8;
    private static final int[] STEPS = {
        8, 6, 5, 8, 12, 20, 26, 31, //
        6, 6, 7, 10, 13, 29, 30, 28, //
        7, 7, 8, 12, 20, 29, 35, 28, //
        7, 9, 11, 15, 26, 44, 40, 31, //
        9, 11, 19, 28, 34, 55, 52, 39, //
        12, 18, 28, 32, 41, 52, 57, 46, //
        25, 32, 39, 44, 52, 61, 60, 51, //
        36, 46, 48, 49, 56, 50, 52, 50
    };

    /** [frequency, place], orthonormal. */
    private static final float[] COSINES = new float[SIDE * SIDE];

    static {
        for (int frequency = 0, i = 0; frequency < SIDE; frequency++) {
            for (int at = 0; at < SIDE; at++, i++) {
                double scale = Math.sqrt((frequency == 0 ? 1.0 : 2.0) / SIDE);
                COSINES[i] = (float) (scale * StrictMath.cos(Math.PI * frequency * (2 * at + 1) / (2 * SIDE)));
            }
        }
    }

    private JpegLoss() {}

    /** Only whole blocks are changed. */
    static Brightness of(Brightness brightness) {
        float[] values = brightness.values().clone();
        float[] block = new float[SIDE * SIDE];
        float[] half = new float[SIDE * SIDE];
        for (int top = 0; top + SIDE <= brightness.height(); top += SIDE) {
            for (int left = 0; left + SIDE <= brightness.width(); left += SIDE) {
                for (int i = 0; i < block.length; i++) {
                    block[i] = values[(top + i / SIDE) * brightness.width() + left + i % SIDE] - 128;
                }
                transform(block, half, false);
                transform(half, block, false);
                for (int i = 0; i < block.length; i++) {
                    block[i] = Math.round(block[i] / STEPS[i]) * STEPS[i];
                }
                transform(block, half, true);
                transform(half, block, true);
                for (int i = 0; i < block.length; i++) {
                    float value = Math.clamp(block[i] + 128, 0, 255);
                    values[(top + i / SIDE) * brightness.width() + left + i % SIDE] = value;
                }
            }
        }
        return new Brightness(brightness.width(), brightness.height(), values);
    }

    /** Along rows, and rows become columns. */
    private static void transform(float[] from, float[] to, boolean back) {
        for (int row = 0; row < SIDE; row++) {
            for (int i = 0; i < SIDE; i++) {
                float sum = 0;
                for (int j = 0; j < SIDE; j++) {
                    sum += from[row * SIDE + j] * COSINES[back ? j * SIDE + i : i * SIDE + j];
                }
                to[i * SIDE + row] = sum;
            }
        }
    }
}
