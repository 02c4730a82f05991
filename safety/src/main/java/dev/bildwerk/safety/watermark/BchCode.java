package dev.bildwerk.safety.watermark;

import java.util.Arrays;
import java.util.Optional;

/**
 * The binary code of Bose, Chaudhuri and Hocquenghem with words of 127 bits that carry 64 and of which any 10 may be wrong.
 *
 * <p>Of random words it takes a share of 2^-63 (1 + 127 + ... + C(127, 10)), which is {@value #CHANCE}, for damaged ones of
 * its own.
 */
final class BchCode {
    static final int LENGTH = GaloisField.ORDER;
    static final int DATA = 64;
    static final int CORRECTS = 10;

    /** That a random word is within {@link #CORRECTS} bits of one of the code, rounded up. */
    static final double CHANCE = 2.5e-5;

    private static final int CHECKS = LENGTH - DATA;
    private static final int SYNDROMES = 2 * CORRECTS;

    /** Coefficients below the leading one, from x^0. */
    private static final long GENERATOR = generator();

    private BchCode() {}

    /** @param data as it was sent; @param wrong how many bits of the word were not */
    record Decoded(long data, int wrong) {}

    /** The product of (x - a^i) for all i whose class of conjugates holds one of the powers 1 to 20. */
    private static long generator() {
        boolean[] root = new boolean[LENGTH];
        for (int i = 1; i <= SYNDROMES; i++) {
            for (int conjugate = i; !root[conjugate]; conjugate = 2 * conjugate % LENGTH) {
                root[conjugate] = true;
            }
        }
        int[] product = {1};
        for (int i = 0; i < LENGTH; i++) {
            if (root[i]) {
                int[] next = new int[product.length + 1];
                for (int k = 0; k < product.length; k++) {
                    next[k + 1] ^= product[k];
                    next[k] ^= GaloisField.times(product[k], GaloisField.power(i));
                }
                product = next;
            }
        }
        if (product.length != CHECKS + 1) {
            throw new IllegalStateException("The generator has degree %d.".formatted(product.length - 1));
        }
        long bits = 0;
        for (int k = 0; k < CHECKS; k++) {
            bits |= (long) product[k] << k;
        }
        return bits;
    }

    /** The word of the code: [127], first the 63 bits that check, then the data from the lowest bit. */
    static boolean[] encode(long data) {
        boolean[] word = new boolean[LENGTH];
        long remainder = 0;
        for (int i = DATA - 1; i >= 0; i--) {
            boolean bit = (data >>> i & 1) == 1;
            word[CHECKS + i] = bit;
            boolean reduce = bit ^ (remainder >>> CHECKS - 1 & 1) == 1;
            remainder = remainder << 1 & (1L << CHECKS) - 1 ^ (reduce ? GENERATOR : 0);
        }
        for (int i = 0; i < CHECKS; i++) {
            word[i] = (remainder >>> i & 1) == 1;
        }
        return word;
    }

    /**
     * The data of the one word of the code that differs in {@link #CORRECTS} bits at most; empty where there is none.
     *
     * @param received [127]; left as it is
     */
    static Optional<Decoded> decode(boolean[] received) {
        int[] syndromes = new int[SYNDROMES + 1];
        boolean whole = true;
        for (int s = 1; s <= SYNDROMES; s++) {
            for (int i = 0; i < LENGTH; i++) {
                syndromes[s] ^= received[i] ? GaloisField.power(i * s) : 0;
            }
            whole &= syndromes[s] == 0;
        }
        if (whole) {
            return Optional.of(new Decoded(data(received), 0));
        }
        int[] locator = locator(syndromes);
        boolean[] word = received.clone();
        int wrong = 0;
        for (int i = 0; i < LENGTH; i++) {
            if (value(locator, GaloisField.power(-i)) == 0) {
                word[i] ^= true;
                wrong++;
            }
        }
        boolean found = wrong == degree(locator) && wrong <= CORRECTS && Arrays.equals(word, encode(data(word)));
        return found ? Optional.of(new Decoded(data(word), wrong)) : Optional.empty();
    }

    private static long data(boolean[] word) {
        long data = 0;
        for (int i = 0; i < DATA; i++) {
            data |= word[CHECKS + i] ? 1L << i : 0;
        }
        return data;
    }

    /** The polynomial whose roots are the inverses of the wrong places (Berlekamp 1968, Massey 1969); coefficients from x^0. */
    private static int[] locator(int[] syndromes) {
        int[] locator = new int[SYNDROMES + 2];
        int[] before = new int[SYNDROMES + 2];
        locator[0] = 1;
        before[0] = 1;
        int length = 0;
        int discrepancyBefore = 1;
        for (int n = 0, shift = 1; n < SYNDROMES; n++, shift++) {
            int discrepancy = 0;
            for (int i = 0; i <= length; i++) {
                discrepancy ^= GaloisField.times(locator[i], syndromes[n + 1 - i]);
            }
            if (discrepancy == 0) {
                continue;
            }
            int[] last = locator.clone();
            int factor = GaloisField.quotient(discrepancy, discrepancyBefore);
            for (int i = 0; i + shift < locator.length; i++) {
                locator[i + shift] ^= GaloisField.times(factor, before[i]);
            }
            if (2 * length <= n) {
                length = n + 1 - length;
                before = last;
                discrepancyBefore = discrepancy;
                shift = 0;
            }
        }
        return locator;
    }

    private static int degree(int[] polynomial) {
        int degree = polynomial.length - 1;
        while (degree > 0 && polynomial[degree] == 0) {
            degree--;
        }
        return degree;
    }

    private static int value(int[] polynomial, int at) {
        int value = 0;
        for (int i = polynomial.length - 1; i >= 0; i--) {
            value = GaloisField.times(value, at) ^ polynomial[i];
        }
        return value;
    }
}
