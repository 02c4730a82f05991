package dev.bildwerk.safety.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Finds chunks of a PNG file. A file that ends too early has those before its end. */
final class PngChunks {
    private static final int SIGNATURE = 8;

    private PngChunks() {}

    /** The content of the first chunk of that type. */
    static Optional<byte[]> find(byte[] file, String type) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        long at = SIGNATURE;
        while (at + 8 <= file.length) {
            long length = Integer.toUnsignedLong(bytes.getInt((int) at));
            long end = at + 8 + length;
            if (end > file.length) {
                break;
            }
            if (new String(file, (int) at + 4, 4, ISO_8859_1).equals(type)) {
                return Optional.of(Arrays.copyOfRange(file, (int) at + 8, (int) end));
            }
            at = end + 4; // Its checksum.
        }
        return Optional.empty();
    }
}
