package dev.bildwerk.safety.watermark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Numbers that nobody can foretell without the key: HMAC-SHA-256 of a purpose and a counter. Not thread-safe. */
final class KeyStream {
    private static final String ALGORITHM = "HmacSHA256"; // Every Java platform has it.

    private final Mac mac;
    private final byte[] purpose;
    private final long number;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private int counter;

    /** @param purpose with the number: each has numbers of its own */
    KeyStream(byte[] key, String purpose, long number) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        this.purpose = purpose.getBytes(StandardCharsets.UTF_8);
        this.number = number;
    }

    int nextInt() {
        if (!block.hasRemaining()) {
            mac.update(purpose);
            mac.update(ByteBuffer.allocate(13).put((byte) 0).putLong(number).putInt(counter++).flip());
            block = ByteBuffer.wrap(mac.doFinal());
        }
        return block.getInt();
    }

    /** From 0 to below the bound, each as likely but for bound / 2^32. */
    int below(int bound) {
        return (int) ((nextInt() & 0xffff_ffffL) * bound >>> Integer.SIZE);
    }

    /** From 0 to below 1. */
    double unit() {
        return (nextInt() & 0xffff_ffffL) * 0x1p-32;
    }

    /** Every order as likely (Fisher and Yates). */
    void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }
}
