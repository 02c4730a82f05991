package dev.bildwerk.engine;

/**
 * The small transforms of minimal filtering F(4, 3) along one axis (Lavin and Gray 2016, after Winograd 1980), for many
 * channels at once: four numbers of the result are had from six of the input with six multiplications, where the definition
 * takes twelve.
 *
 * <p>Each array holds one place of the axis for all channels. The loops are short and read and write the same index of all
 * arrays, for that is what Java's compiler turns into vector instructions; one loop over a whole transform it does not.
 */
final class MinimalFilter {
    /** Results of one step. */
    static final int RESULT = 4;
    /** Weights along the axis. */
    static final int KERNEL = 3;
    /** Numbers of the input in one step. */
    static final int TILE = RESULT + KERNEL - 1;

    private static final float SIXTH = 1 / 6f;
    private static final float TWELFTH = 1 / 12f;
    private static final float TWENTY_FOURTH = 1 / 24f;

    private MinimalFilter() {}

    /** Six numbers of the input to the six that are multiplied. */
    static void input(float[][] from, float[][] to, int channels) {
        outerInput(from[0], from[2], from[4], to[0], channels);
        outerInput(from[1], from[3], from[5], to[5], channels);
        innerInput(from[1], from[2], from[3], from[4], to[1], to[2], channels);
        doubledInput(from[1], from[2], from[3], from[4], to[3], to[4], channels);
    }

    private static void outerInput(float[] a, float[] b, float[] c, float[] to, int channels) {
        for (int i = 0; i < channels; i++) {
            to[i] = 4 * a[i] - 5 * b[i] + c[i];
        }
    }

    private static void innerInput(
            float[] one, float[] two, float[] three, float[] four, float[] sum, float[] difference, int channels) {
        for (int i = 0; i < channels; i++) {
            float even = four[i] - 4 * two[i];
            float odd = three[i] - 4 * one[i];
            sum[i] = even + odd;
            difference[i] = even - odd;
        }
    }

    private static void doubledInput(
            float[] one, float[] two, float[] three, float[] four, float[] sum, float[] difference, int channels) {
        for (int i = 0; i < channels; i++) {
            float even = four[i] - two[i];
            float odd = 2 * (three[i] - one[i]);
            sum[i] = even + odd;
            difference[i] = even - odd;
        }
    }

    /** Three weights to the six that are multiplied. */
    static void weight(float[][] from, float[][] to, int channels) {
        firstWeight(from[0], to[0], channels);
        System.arraycopy(from[2], 0, to[5], 0, channels);
        innerWeight(from[0], from[1], from[2], to[1], to[2], channels);
        doubledWeight(from[0], from[1], from[2], to[3], to[4], channels);
    }

    private static void firstWeight(float[] a, float[] to, int channels) {
        for (int i = 0; i < channels; i++) {
            to[i] = 0.25f * a[i];
        }
    }

    private static void innerWeight(
            float[] a, float[] b, float[] c, float[] sum, float[] difference, int channels) {
        for (int i = 0; i < channels; i++) {
            float even = -SIXTH * (a[i] + c[i]);
            float odd = -SIXTH * b[i];
            sum[i] = even + odd;
            difference[i] = even - odd;
        }
    }

    private static void doubledWeight(
            float[] a, float[] b, float[] c, float[] sum, float[] difference, int channels) {
        for (int i = 0; i < channels; i++) {
            float even = TWENTY_FOURTH * a[i] + SIXTH * c[i];
            float odd = TWELFTH * b[i];
            sum[i] = even + odd;
            difference[i] = even - odd;
        }
    }

    /** Six products to four numbers of the result. */
    static void result(float[][] from, float[][] to, int channels) {
        firstResult(from[0], from[1], from[2], from[3], from[4], to[0], channels);
        evenResult(from[1], from[2], from[3], from[4], to[2], channels);
        oddResult(from[1], from[2], from[3], from[4], to[1], channels);
        lastResult(from[1], from[2], from[3], from[4], from[5], to[3], channels);
    }

    private static void firstResult(
            float[] zero, float[] one, float[] two, float[] three, float[] four, float[] to, int channels) {
        for (int i = 0; i < channels; i++) {
            to[i] = zero[i] + (one[i] + two[i]) + (three[i] + four[i]);
        }
    }

    private static void evenResult(float[] one, float[] two, float[] three, float[] four, float[] to, int channels) {
        for (int i = 0; i < channels; i++) {
            to[i] = one[i] + two[i] + 4 * (three[i] + four[i]);
        }
    }

    private static void oddResult(float[] one, float[] two, float[] three, float[] four, float[] to, int channels) {
        for (int i = 0; i < channels; i++) {
            to[i] = one[i] - two[i] + 2 * (three[i] - four[i]);
        }
    }

    private static void lastResult(
            float[] one, float[] two, float[] three, float[] four, float[] five, float[] to, int channels) {
        for (int i = 0; i < channels; i++) {
            to[i] = one[i] - two[i] + 8 * (three[i] - four[i]) + five[i];
        }
    }

    /** Adds to each channel its number. */
    static void add(float[] bias, float[] to, int channels) {
        for (int i = 0; i < channels; i++) {
            to[i] += bias[i];
        }
    }
}
