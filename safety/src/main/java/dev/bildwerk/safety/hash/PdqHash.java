package dev.bildwerk.safety.hash;

import java.util.HexFormat;

/**
 * A perceptual hash of 256 bits. Pictures that look alike have hashes that differ in few bits.
 *
 * @param a bits 255 to 192, which are written first
 * @param b bits 191 to 128
 * @param c bits 127 to 64
 * @param d bits 63 to 0
 */
public record PdqHash(long a, long b, long c, long d) {
    public static final int BITS = 256;

    /** How many hexadecimal digits a hash is written with. */
    public static final int DIGITS = BITS / 4;

    /** Up to this many differing bits two hashes are taken for the same picture; recommended by those who designed PDQ. */
    public static final int MATCH = 31;

    /** Whether a text is a hash as {@link #parse} takes it. */
    public static boolean isHash(CharSequence text) {
        boolean isHash = text.length() == DIGITS;
        for (int at = 0; at < text.length() && isHash; at++) {
            isHash = HexFormat.isHexDigit(text.charAt(at));
        }
        return isHash;
    }

    /**
     * Reads 64 hexadecimal digits in upper or lower case.
     *
     * @throws IllegalArgumentException where the text is anything else
     */
    public static PdqHash parse(CharSequence text) {
        if (!isHash(text)) {
            throw new IllegalArgumentException("A hash is %d hexadecimal digits.".formatted(DIGITS));
        }
        return new PdqHash(
                HexFormat.fromHexDigitsToLong(text, 0, 16),
                HexFormat.fromHexDigitsToLong(text, 16, 32),
                HexFormat.fromHexDigitsToLong(text, 32, 48),
                HexFormat.fromHexDigitsToLong(text, 48, 64));
    }

    /** In how many bits two hashes differ: 0 to 256, of unrelated pictures about 128. */
    public int distance(PdqHash other) {
        return Long.bitCount(a ^ other.a)
                + Long.bitCount(b ^ other.b)
                + Long.bitCount(c ^ other.c)
                + Long.bitCount(d ^ other.d);
    }

    /** Its 64 hexadecimal digits, in lower case. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
    }
}
