package dev.bildwerk.engine.noise;

/**
 * MT19937, seeded and tempered as in the reference implementation.
 *
 * @see <a href="https://doi.org/10.1145/272991.272995">Matsumoto and Nishimura, Mersenne Twister, 1998</a>
 */
final class MersenneTwister {
    private static final int WORDS = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[WORDS];
    private int next = WORDS;

    MersenneTwister(int seed) {
        state[0] = seed;
        for (int i = 1; i < WORDS; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** The next 32 bits, as an unsigned number. */
    int nextInt32() {
        if (next == WORDS) {
            twist();
            next = 0;
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private void twist() {
        for (int i = 0; i < WORDS; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % WORDS] & 0x7fffffff);
            int twisted = (y & 1) == 0 ? y >>> 1 : (y >>> 1) ^ 0x9908b0df;
            state[i] = state[(i + SHIFT) % WORDS] ^ twisted;
        }
    }
}
