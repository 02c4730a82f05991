package dev.bildwerk.safety.provenance.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes the few values that a certificate is made of.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-X.690">ITU-T X.690, distinguished encoding rules</a>
 */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int EXPLICIT = 0xa0;
    private static final int IMPLICIT = 0x80;
    private static final int FIRST_GENERALIZED_YEAR = 2050; // RFC 5280, 4.1.2.5.

    private static final byte[] TRUE = {0x01, 0x01, (byte) 0xff};

    private Der() {}

    static byte[] sequence(byte[]... values) {
        return value(SEQUENCE, values);
    }

    static byte[] set(byte[]... values) {
        return value(SET, values);
    }

    static byte[] integer(BigInteger number) {
        return value(INTEGER, number.toByteArray());
    }

    static byte[] octets(byte[] bytes) {
        return value(OCTET_STRING, bytes);
    }

    static byte[] text(String text) {
        return value(UTF8_STRING, text.getBytes(UTF_8));
    }

    static byte[] yes() {
        return TRUE.clone();
    }

    /** @param unused bits at the end of the last byte */
    static byte[] bits(int unused, byte[] bytes) {
        return value(BIT_STRING, new byte[] {(byte) unused}, bytes);
    }

    /** The tag {@code [number]} around a value. */
    static byte[] explicit(int number, byte[] value) {
        return value(EXPLICIT | number, value);
    }

    /** The tag {@code [number]} in place of a string's own. */
    static byte[] implicit(int number, byte[] bytes) {
        return value(IMPLICIT | number, bytes);
    }

    static byte[] identifier(String dotted) {
        String[] parts = dotted.split("\\.");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(40 * Integer.parseInt(parts[0]) + Integer.parseInt(parts[1]));
        for (int i = 2; i < parts.length; i++) {
            int number = Integer.parseInt(parts[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (number >>> shift != 0) {
                    bytes.write(0x80 | number >>> shift & 0x7f);
                }
            }
            bytes.write(number & 0x7f);
        }
        return value(OBJECT_IDENTIFIER, bytes.toByteArray());
    }

    static byte[] time(Instant when) {
        boolean late = when.atOffset(ZoneOffset.UTC).getYear() >= FIRST_GENERALIZED_YEAR;
        String text = DateTimeFormatter.ofPattern(late ? "yyyyMMddHHmmss'Z'" : "yyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(when);
        return value(late ? GENERALIZED_TIME : UTC_TIME, text.getBytes(US_ASCII));
    }

    private static byte[] value(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] number = BigInteger.valueOf(length).toByteArray();
            int leading = number[0] == 0 ? 1 : 0;
            out.write(0x80 | number.length - leading);
            out.write(number, leading, number.length - leading);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
