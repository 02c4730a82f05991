package dev.bildwerk.safety.watermark;

/** The discrete Fourier transform of 2^n complex numbers (Cooley and Tukey 1965), without a factor. Immutable; thread-safe. */
final class Fourier {
    private final int size;
    private final float[] cosines;
    private final float[] sines;

    /** @param size a power of two */
    Fourier(int size) {
        this.size = size;
        cosines = new float[Math.max(1, size / 2)];
        sines = new float[Math.max(1, size / 2)];
        for (int i = 0; i < cosines.length; i++) {
            double angle = -2 * Math.PI * i / size;
            cosines[i] = (float) StrictMath.cos(angle);
            sines[i] = (float) StrictMath.sin(angle);
        }
    }

    /** In place, of {@code size} numbers from an index on, with e^(-2 pi i k n / size). */
    void forward(float[] real, float[] imaginary, int from) {
        int bits = Integer.numberOfTrailingZeros(size);
        for (int i = 1; i < size; i++) {
            int j = Integer.reverse(i) >>> 32 - bits;
            if (i < j) {
                swap(real, from + i, from + j);
                swap(imaginary, from + i, from + j);
            }
        }
        for (int half = 1; half < size; half *= 2) {
            int stride = size / (2 * half);
            for (int start = from; start < from + size; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    float c = cosines[k * stride];
                    float s = sines[k * stride];
                    int a = start + k;
                    int b = a + half;
                    float re = real[b] * c - imaginary[b] * s;
                    float im = real[b] * s + imaginary[b] * c;
                    real[b] = real[a] - re;
                    imaginary[b] = imaginary[a] - im;
                    real[a] += re;
                    imaginary[a] += im;
                }
            }
        }
    }

    /**
     * In place, of each column of {@code size} rows of equal length. Rows change places. Each row is an array, so that the
     * compiler knows that they do not overlap and computes several columns at once.
     */
    void forwardDown(float[][] real, float[][] imaginary) {
        int bits = Integer.numberOfTrailingZeros(size);
        for (int i = 1; i < size; i++) {
            int j = Integer.reverse(i) >>> 32 - bits;
            if (i < j) {
                swap(real, i, j);
                swap(imaginary, i, j);
            }
        }
        for (int half = 1; half < size; half *= 2) {
            for (int start = 0; start < size; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    int a = start + k;
                    int b = a + half;
                    int twiddle = k * (size / (2 * half));
                    combine(real[a], imaginary[a], real[b], imaginary[b], cosines[twiddle], sines[twiddle]);
                }
            }
        }
    }

    private static void combine(float[] realA, float[] imaginaryA, float[] realB, float[] imaginaryB, float c, float s) {
        for (int x = 0; x < realA.length; x++) {
            float re = realB[x] * c - imaginaryB[x] * s;
            float im = realB[x] * s + imaginaryB[x] * c;
            float a = realA[x];
            realA[x] = a + re;
            realB[x] = a - re;
            a = imaginaryA[x];
            imaginaryA[x] = a + im;
            imaginaryB[x] = a - im;
        }
    }

    private static void swap(float[][] rows, int i, int j) {
        float[] row = rows[i];
        rows[i] = rows[j];
        rows[j] = row;
    }

    private static void swap(float[] values, int i, int j) {
        float value = values[i];
        values[i] = values[j];
        values[j] = value;
    }
}
