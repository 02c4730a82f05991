package dev.bildwerk.safety.watermark;

/** Who has it can find, write and erase marks: 256 bits. */
public final class WatermarkKey {
    /** How many bytes it has. */
    public static final int BYTES = 32;

    private final byte[] secret;

    /** @param secret 32 bytes */
    public WatermarkKey(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("A watermark key has %d bytes, not %d.".formatted(BYTES, secret.length));
        }
        this.secret = secret.clone();
    }

    byte[] secret() {
        return secret.clone();
    }
}
