package dev.bildwerk.diffusion.sampling;

import java.util.Arrays;

/**
 * numpy's SeedSequence: many independent seeds from one, each named by a key.
 *
 * @see <a href="https://www.pcg-random.org/posts/developing-a-seed_seq-alternative.html">O'Neill 2015</a>
 */
final class SeedSequence {
    private static final int INIT_A = 0x43b0d7e5;
    private static final int MULTIPLIER_A = 0x931e8875;
    private static final int INIT_B = 0x8b51f9dd;
    private static final int MULTIPLIER_B = 0x58f38ded;
    private static final int MIX_LEFT = 0xca01f9dd;
    private static final int MIX_RIGHT = 0x4973f715;

    private int hash = INIT_A;

    private SeedSequence() {}

    /**
     * The first word of {@code SeedSequence(seed, spawn_key=key, pool_size=poolSize).generate_state(1)}.
     *
     * @param seed 0 or more
     * @param key each 0 or more; none for the seed's own sequence
     * @return 0 to 2^32 - 1
     */
    static long firstSeed(long seed, int poolSize, long... key) {
        int[] pool = new SeedSequence().mixedPool(entropy(seed, poolSize, key), poolSize);
        int word = (pool[0] ^ INIT_B) * (INIT_B * MULTIPLIER_B);
        return (word ^ word >>> 16) & 0xffffffffL;
    }

    /** The words of the seed, filled up to the pool where a key follows, and those of the key. */
    private static int[] entropy(long seed, int poolSize, long[] key) {
        int[] words = new int[poolSize + 2 * key.length];
        words[0] = (int) seed;
        words[1] = (int) (seed >>> 32);
        int count = poolSize;
        for (long part : key) {
            words[count++] = (int) part;
            if (part >>> 32 != 0) {
                words[count++] = (int) (part >>> 32);
            }
        }
        return Arrays.copyOf(words, count);
    }

    private int[] mixedPool(int[] entropy, int poolSize) {
        int[] pool = new int[poolSize];
        for (int i = 0; i < poolSize; i++) {
            pool[i] = hashed(entropy[i]);
        }
        for (int from = 0; from < poolSize; from++) {
            for (int to = 0; to < poolSize; to++) {
                if (from != to) {
                    pool[to] = mixed(pool[to], hashed(pool[from]));
                }
            }
        }
        for (int from = poolSize; from < entropy.length; from++) {
            for (int to = 0; to < poolSize; to++) {
                pool[to] = mixed(pool[to], hashed(entropy[from]));
            }
        }
        return pool;
    }

    private int hashed(int value) {
        int word = value ^ hash;
        hash *= MULTIPLIER_A;
        word *= hash;
        return word ^ word >>> 16;
    }

    private static int mixed(int left, int right) {
        int word = MIX_LEFT * left - MIX_RIGHT * right;
        return word ^ word >>> 16;
    }
}
