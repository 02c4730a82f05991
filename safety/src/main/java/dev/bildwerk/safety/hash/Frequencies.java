package dev.bildwerk.safety.hash;

import java.util.Arrays;

/** The frequencies 1 to 16 of 64 x 64 values along each axis (a discrete cosine transform without its constant), and their bits. */
final class Frequencies {
    static final int SIDE = 16;
    static final int FROM = 64;
    private static final float[] COSINES = cosines();

    private Frequencies() {}

    /** [SIDE, FROM], orthonormal rows. */
    private static float[] cosines() {
        float scale = (float) Math.sqrt(2.0 / FROM);
        float[] cosines = new float[SIDE * FROM];
        for (int frequency = 1, i = 0; frequency <= SIDE; frequency++) {
            for (int at = 0; at < FROM; at++, i++) {
                cosines[i] = (float) (scale * Math.cos(Math.PI / 2 / FROM * frequency * (2 * at + 1)));
            }
        }
        return cosines;
    }

    /**
     * Of a picture's brightness.
     *
     * @param values [FROM, FROM]
     * @return [SIDE, SIDE], down the picture first
     */
    static float[] of(float[] values) {
        float[] down = new float[SIDE * FROM];
        for (int frequency = 0; frequency < SIDE; frequency++) {
            for (int x = 0; x < FROM; x++) {
                float sum = 0;
                for (int y = 0; y < FROM; y++) {
                    sum += COSINES[frequency * FROM + y] * values[y * FROM + x];
                }
                down[frequency * FROM + x] = sum;
            }
        }
        float[] both = new float[SIDE * SIDE];
        for (int row = 0; row < SIDE; row++) {
            for (int frequency = 0; frequency < SIDE; frequency++) {
                float sum = 0;
                for (int x = 0; x < FROM; x++) {
                    sum += down[row * FROM + x] * COSINES[frequency * FROM + x];
                }
                both[row * SIDE + frequency] = sum;
            }
        }
        return both;
    }

    /** A bit for each frequency: whether it is above the (lower) median of all. */
    static PdqHash bits(float[] frequencies) {
        float[] sorted = frequencies.clone();
        Arrays.sort(sorted);
        float median = sorted[(sorted.length - 1) / 2];
        long[] words = new long[frequencies.length / Long.SIZE];
        for (int i = 0; i < frequencies.length; i++) {
            if (frequencies[i] > median) {
                words[i / Long.SIZE] |= 1L << i % Long.SIZE;
            }
        }
        return new PdqHash(words[3], words[2], words[1], words[0]);
    }
}
