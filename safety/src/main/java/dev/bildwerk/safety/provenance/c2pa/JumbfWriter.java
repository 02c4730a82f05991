package dev.bildwerk.safety.provenance.c2pa;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes the boxes of a manifest.
 *
 * @see <a href="https://www.iso.org/standard/84635.html">ISO/IEC 19566-5, JUMBF</a>
 */
final class JumbfWriter {
    private static final int HEADER = 8;
    private static final byte REQUESTABLE_WITH_LABEL = 3;

    private JumbfWriter() {}

    /** A box of boxes. */
    static byte[] superbox(BoxType type, String label, byte[]... boxes) {
        byte[] name = label.getBytes(UTF_8);
        byte[] description = ByteBuffer.allocate(16 + 1 + name.length + 1)
                .put(type.identifier())
                .put(REQUESTABLE_WITH_LABEL)
                .put(name)
                .put((byte) 0)
                .array();
        return box("jumb", concat(box("jumd", description), concat(boxes)));
    }

    /** A superbox that holds CBOR and nothing else. */
    static byte[] cbor(BoxType type, String label, byte[] cbor) {
        return superbox(type, label, box("cbor", cbor));
    }

    /** What hashes of a box are made of: all but its own header. */
    static byte[] hashed(byte[] box) {
        return Arrays.copyOfRange(box, HEADER, box.length);
    }

    private static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(HEADER + content.length)
                .putInt(HEADER + content.length)
                .put(type.getBytes(ISO_8859_1))
                .put(content)
                .array();
    }

    private static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
