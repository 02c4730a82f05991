package dev.bildwerk.safety.watermark;

/**
 * One period of a mark: {@link Carriers#PERIOD} squared numbers, rows from the top, and the way between them and their
 * waves.
 */
final class Tile {
    private static final int SIDE = Carriers.PERIOD;
    private static final int COLUMNS = 2 * Carriers.REACH + 1;
    private static final double[] COSINES = new double[SIDE];
    private static final double[] SINES = new double[SIDE];

    static {
        for (int i = 0; i < SIDE; i++) {
            COSINES[i] = StrictMath.cos(2 * Math.PI * i / SIDE);
            SINES[i] = StrictMath.sin(2 * Math.PI * i / SIDE);
        }
    }

    private Tile() {}

    /** The sum of waves of given amplitudes: the real part of (real + i imaginary) e^(2 pi i (across x + down y) / PERIOD). */
    static float[] of(Carriers carriers, float[] real, float[] imaginary) {
        double[] re = new double[COLUMNS * SIDE];
        double[] im = new double[COLUMNS * SIDE];
        for (int k = 0; k < carriers.count(); k++) {
            int column = (carriers.across(k) + Carriers.REACH) * SIDE;
            for (int y = 0; y < SIDE; y++) {
                int angle = carriers.down(k) * y % SIDE;
                re[column + y] += real[k] * COSINES[angle] - imaginary[k] * SINES[angle];
                im[column + y] += real[k] * SINES[angle] + imaginary[k] * COSINES[angle];
            }
        }
        float[] tile = new float[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double sum = 0;
                for (int column = 0; column < COLUMNS; column++) {
                    int angle = (column - Carriers.REACH + SIDE) * x % SIDE;
                    sum += re[column * SIDE + y] * COSINES[angle] - im[column * SIDE + y] * SINES[angle];
                }
                tile[y * SIDE + x] = (float) sum;
            }
        }
        return tile;
    }

    /** All repetitions laid on each other. */
    static float[] folded(float[] plane, int width, int height) {
        float[] tile = new float[SIDE * SIDE];
        for (int y = 0, i = 0; y < height; y++) {
            int row = y % SIDE * SIDE;
            for (int x = 0, to = 0; x < width; x++, i++) {
                tile[row + to] += plane[i];
                to = to + 1 == SIDE ? 0 : to + 1;
            }
        }
        return tile;
    }

    /** Where a tile's waves point to. */
    static Readings readings(Carriers carriers, float[] tile) {
        double[] re = new double[COLUMNS * SIDE];
        double[] im = new double[COLUMNS * SIDE];
        for (int column = 0; column < COLUMNS; column++) {
            for (int y = 0; y < SIDE; y++) {
                double sumRe = 0;
                double sumIm = 0;
                int step = (column - Carriers.REACH + SIDE) % SIDE;
                for (int x = 0, angle = 0; x < SIDE; x++) {
                    sumRe += tile[y * SIDE + x] * COSINES[angle];
                    sumIm -= tile[y * SIDE + x] * SINES[angle];
                    angle += step;
                    angle -= angle >= SIDE ? SIDE : 0;
                }
                re[column * SIDE + y] = sumRe;
                im[column * SIDE + y] = sumIm;
            }
        }
        Readings readings = new Readings(carriers);
        for (int k = 0; k < carriers.count(); k++) {
            int column = (carriers.across(k) + Carriers.REACH) * SIDE;
            double sumRe = 0;
            double sumIm = 0;
            for (int y = 0; y < SIDE; y++) {
                int angle = carriers.down(k) * y % SIDE;
                sumRe += re[column + y] * COSINES[angle] + im[column + y] * SINES[angle];
                sumIm += im[column + y] * COSINES[angle] - re[column + y] * SINES[angle];
            }
            readings.real[k] = (float) sumRe;
            readings.imaginary[k] = (float) sumIm;
        }
        return readings;
    }
}
