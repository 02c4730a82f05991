package dev.bildwerk.diffusion.recipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Writes an Exif block that holds a user's comment and nothing else: where AUTOMATIC1111 puts its recipe in JPEG files.
 * {@link ExifText} reads it.
 *
 * @see <a href="https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E">Exif 3.0, 4.6</a>
 */
final class ExifComment {
    private static final byte[] HEADER = "Exif\0\0".getBytes(ISO_8859_1);
    private static final int COMMENT_AT = 44;
    private static final int MOST_BYTES = JpegSegments.MOST_BYTES - HEADER.length - COMMENT_AT;

    private ExifComment() {}

    /** The data of an APP1 segment; empty where the text is too long for one. */
    static Optional<byte[]> write(String text) {
        return Optional.of(comment("UNICODE\0", text.getBytes(UTF_16BE)))
                .filter(ExifComment::fits)
                // Of no declared code, which readers take for UTF-8: half as long.
                .or(() -> Optional.of(comment("\0\0\0\0\0\0\0\0", text.getBytes(UTF_8))).filter(ExifComment::fits))
                .map(ExifComment::block);
    }

    private static boolean fits(byte[] comment) {
        return comment.length <= MOST_BYTES;
    }

    private static byte[] comment(String code, byte[] text) {
        return ByteBuffer.allocate(code.length() + text.length).put(code.getBytes(ISO_8859_1)).put(text).array();
    }

    private static byte[] block(byte[] comment) {
        return ByteBuffer.allocate(HEADER.length + COMMENT_AT + comment.length)
                .put(HEADER)
                .put("MM".getBytes(ISO_8859_1)) // Big-endian; positions count from here.
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1) // The first directory names the one of Exif, that one the comment.
                .putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(26)
                .putInt(0)
                .putShort((short) 1)
                .putShort((short) 0x9286).putShort((short) 7).putInt(comment.length).putInt(COMMENT_AT)
                .putInt(0)
                .put(comment)
                .array();
    }
}
