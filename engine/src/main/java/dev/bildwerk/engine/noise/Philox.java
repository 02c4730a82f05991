package dev.bildwerk.engine.noise;

/**
 * Philox4x32-10: a function from a counter and a key to 128 random bits.
 *
 * @see <a href="https://doi.org/10.1145/2063384.2063405">Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3,
 *     2011</a>
 */
final class Philox {
    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;

    private Philox() {}

    /** Replaces the four words of the counter by the four random words. */
    static void apply(int[] counter, int key0, int key1) {
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (counter[0] & 0xffffffffL);
            long product1 = MULTIPLIER_1 * (counter[2] & 0xffffffffL);
            counter[0] = (int) (product1 >>> 32) ^ counter[1] ^ key0;
            counter[1] = (int) product1;
            counter[2] = (int) (product0 >>> 32) ^ counter[3] ^ key1;
            counter[3] = (int) product0;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
    }
}
