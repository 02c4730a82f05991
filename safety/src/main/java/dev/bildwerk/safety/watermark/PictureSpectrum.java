package dev.bildwerk.safety.watermark;

import java.util.Arrays;

/** How strong waves of any length are in a plane of numbers, with phases about its middle. Immutable; thread-safe. */
final class PictureSpectrum {
    private final int across;
    private final int down;
    private final int highest;
    private final float[][] real;
    private final float[][] imaginary;

    /**
     * @param plane [height, width]
     * @param highest the greatest frequency asked for, in waves a pixel
     */
    PictureSpectrum(float[] plane, int width, int height, double highest) {
        across = padded(width);
        down = padded(height);
        this.highest = Math.min(across / 2 - 1, (int) Math.ceil(highest * across) + 2);
        int columns = 2 * this.highest + 1;
        real = new float[down][columns];
        imaginary = new float[down][columns];
        float[] re = new float[across];
        float[] im = new float[across];
        Fourier rows = new Fourier(across);
        for (int y = 0; y < height; y++) {
            Arrays.fill(re, 0);
            Arrays.fill(im, 0);
            for (int x = 0; x < width; x++) {
                re[x - width / 2 & across - 1] = plane[y * width + x];
            }
            rows.forward(re, im, 0);
            int row = y - height / 2 & down - 1;
            for (int column = 0; column < columns; column++) {
                real[row][column] = re[column - this.highest & across - 1];
                imaginary[row][column] = im[column - this.highest & across - 1];
            }
        }
        new Fourier(down).forwardDown(real, imaginary);
    }

    /** So that four neighbours are enough to know the frequencies between. */
    private static int padded(int side) {
        int size = 32;
        while (size < 1.6 * side) {
            size *= 2;
        }
        return size;
    }

    /**
     * Between frequencies by Keys 1981 (a = -0.5), as pictures are resized.
     *
     * @param x waves a pixel across
     * @param y waves a pixel down
     * @param re where the real part goes, at an index; the imaginary one goes to {@code im}
     */
    void at(double x, double y, float[] re, float[] im, int index) {
        double column = x * across;
        double row = y * down;
        int left = Math.clamp((int) Math.floor(column) - 1, -highest, highest - 3);
        int top = (int) Math.floor(row) - 1;
        float fromLeft = (float) (column - left);
        float fromTop = (float) (row - top);
        float w0 = weight(fromLeft);
        float w1 = weight(fromLeft - 1);
        float w2 = weight(fromLeft - 2);
        float w3 = weight(fromLeft - 3);
        float sumRe = 0;
        float sumIm = 0;
        for (int r = 0; r < 4; r++) {
            float weight = weight(fromTop - r);
            float[] a = real[top + r & down - 1];
            float[] b = imaginary[top + r & down - 1];
            int i = left + highest;
            sumRe += weight * (w0 * a[i] + w1 * a[i + 1] + w2 * a[i + 2] + w3 * a[i + 3]);
            sumIm += weight * (w0 * b[i] + w1 * b[i + 1] + w2 * b[i + 2] + w3 * b[i + 3]);
        }
        re[index] = sumRe;
        im[index] = sumIm;
    }

    private static float weight(float distance) {
        float d = Math.abs(distance);
        return d < 1 ? (1.5f * d - 2.5f) * d * d + 1 : d < 2 ? ((-0.5f * d + 2.5f) * d - 4) * d + 2 : 0;
    }
}
