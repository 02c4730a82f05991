package dev.bildwerk.safety.watermark;

/**
 * Arithmetic of the field with 128 elements, as polynomials over two elements modulo x^7 + x^3 + 1; the element 2 (x)
 * generates it.
 */
final class GaloisField {
    /** How many elements are not zero. */
    static final int ORDER = 127;

    private static final int MODULUS = 0b1000_1001;
    private static final int[] POWERS = new int[ORDER];
    private static final int[] LOGARITHMS = new int[ORDER + 1];

    static {
        for (int exponent = 0, element = 1; exponent < ORDER; exponent++) {
            POWERS[exponent] = element;
            LOGARITHMS[element] = exponent;
            element <<= 1;
            element ^= element > ORDER ? MODULUS : 0;
        }
    }

    private GaloisField() {}

    /** Of the generating element. */
    static int power(int exponent) {
        return POWERS[Math.floorMod(exponent, ORDER)];
    }

    static int times(int one, int other) {
        return one == 0 || other == 0 ? 0 : power(LOGARITHMS[one] + LOGARITHMS[other]);
    }

    /** @param divisor not zero */
    static int quotient(int dividend, int divisor) {
        return dividend == 0 ? 0 : power(LOGARITHMS[dividend] - LOGARITHMS[divisor]);
    }
}
