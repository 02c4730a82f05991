package dev.bildwerk.engine.noise;

/**
 * The normal noise that torch draws on an NVIDIA device, computed on the CPU, as AUTOMATIC1111 does with its "NV" source.
 * It is the device's noise as long as one thread of the device draws one value; for larger tensors the device's number of
 * multiprocessors would matter, and this keeps counting values instead.
 *
 * <p>Every draw counts as one call, however long it is. Not for use by several threads at once.
 */
public final class PhiloxGenerator {
    private final int keyLow;
    private final int keyHigh;
    private int offset;

    /** @param seed all 64 bits count */
    public PhiloxGenerator(long seed) {
        keyLow = (int) seed;
        keyHigh = (int) (seed >>> 32);
    }

    /** {@code torch.randn(n, device="cuda")} in F32: mean 0, standard deviation 1. */
    public float[] normal(int n) {
        float[] values = new float[n];
        fill(values);
        return values;
    }

    /** Fills the array with the values of one call. */
    public void fill(float[] values) {
        int[] words = new int[4];
        for (int i = 0; i < values.length; i++) {
            words[0] = offset;
            words[1] = 0;
            words[2] = i;
            words[3] = 0;
            Philox.apply(words, keyLow, keyHigh);
            double u = openUniform(words[0]);
            double v = openUniform(words[1]);
            values[i] = (float) (Math.sqrt(-2 * Math.log(u)) * Math.sin(2 * Math.PI * v));
        }
        offset++;
    }

    /** Between 0 and 1, both excluded, so that the logarithm is finite. */
    private static double openUniform(int word) {
        return (word & 0xffffffffL) * 0x1p-32 + 0x1p-33;
    }
}
