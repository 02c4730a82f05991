package dev.bildwerk.engine.noise;

/**
 * The random numbers that torch's CPU generator gives for a seed, so that a picture can be made again that another program
 * made. Values agree with torch to about 1e-6 and not to the last bit, for torch has its own logarithm, sine and cosine.
 *
 * <p>One draw follows from the ones before it, as in torch. Not for use by several threads at once.
 *
 * @see <a href="https://github.com/pytorch/pytorch/blob/main/aten/src/ATen/native/cpu/DistributionTemplates.h">
 *     normal_fill in torch</a>
 * @see <a href="https://github.com/pytorch/pytorch/blob/main/aten/src/ATen/core/DistributionsHelper.h">
 *     normal_distribution in torch</a>
 */
public final class TorchGenerator {
    /** From this many values on torch fills a tensor in blocks. */
    private static final int BLOCK = 16;

    private static final float TWO_PI = (float) (2 * Math.PI);

    private final MersenneTwister bits;

    /** The sine beside the last cosine of a small draw; it waits for the next small draw, whatever is drawn between. */
    private double pendingNormal;

    private boolean hasPendingNormal;

    /** @param seed any number; only its low 32 bits count */
    public TorchGenerator(long seed) {
        bits = new MersenneTwister((int) seed);
    }

    /** 32 random bits. */
    public int nextInt32() {
        return bits.nextInt32();
    }

    /** A number from 0 (inclusive) to 1 (exclusive) in steps of 2^-24, as {@code torch.rand} draws it in F32. */
    public float nextUniform() {
        return (nextInt32() & 0xffffff) * 0x1p-24f;
    }

    /** {@code torch.rand(n)}. */
    public float[] uniform(int n) {
        float[] values = new float[n];
        fillUniform(values);
        return values;
    }

    /** {@code torch.randn(n)} in F32: mean 0, standard deviation 1. A tensor of any shape is its n elements, row-major. */
    public float[] normal(int n) {
        float[] values = new float[n];
        fill(values);
        return values;
    }

    /** Fills the array with the values of one {@code torch.randn} of its length. */
    public void fill(float[] values) {
        if (values.length < BLOCK) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) nextNormal();
            }
            return;
        }
        fillUniform(values);
        for (int start = 0; start <= values.length - BLOCK; start += BLOCK) {
            boxMullerBlock(values, start);
        }
        if (values.length % BLOCK != 0) {
            int start = values.length - BLOCK;
            for (int i = start; i < values.length; i++) {
                values[i] = nextUniform();
            }
            boxMullerBlock(values, start);
        }
    }

    private void fillUniform(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = nextUniform();
        }
    }

    /** Turns 16 uniform values into normal ones, rounding to float where torch does. */
    private static void boxMullerBlock(float[] values, int start) {
        for (int j = start; j < start + BLOCK / 2; j++) {
            float u1 = 1 - values[j];
            float u2 = values[j + BLOCK / 2];
            float radius = (float) Math.sqrt(-2 * (float) Math.log(u1));
            float theta = TWO_PI * u2;
            values[j] = (float) (radius * Math.cos(theta));
            values[j + BLOCK / 2] = (float) (radius * Math.sin(theta));
        }
    }

    private double nextNormal() {
        if (hasPendingNormal) {
            hasPendingNormal = false;
            return pendingNormal;
        }
        double u1 = nextDouble();
        double u2 = nextDouble();
        double radius = Math.sqrt(-2 * Math.log1p(-u2));
        double theta = 2 * Math.PI * u1;
        pendingNormal = radius * Math.sin(theta);
        hasPendingNormal = true;
        return radius * Math.cos(theta);
    }

    private double nextDouble() {
        long high = nextInt32();
        long low = nextInt32() & 0xffffffffL;
        return ((high << 32 | low) & ((1L << 53) - 1)) * 0x1p-53;
    }
}
