package dev.bildwerk.diffusion.recipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Files as other programs write them. */
final class ForeignFiles {
    private static final byte[] PLAIN_PNG = image("png");

    private ForeignFiles() {}

    static byte[] png(String keyword, String text) {
        return PngText.add(PLAIN_PNG, keyword, text);
    }

    static byte[] image(String format) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), format, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    /** With the Exif block right after the start, as the piexif library puts it. */
    static byte[] jpeg(byte[] exif) {
        byte[] plain = image("jpg");
        byte[] data = join("Exif\0\0".getBytes(ISO_8859_1), exif);
        byte[] head = ByteBuffer.allocate(6)
                .put(plain, 0, 2)
                .putShort((short) 0xffe1)
                .putShort((short) (data.length + 2))
                .array();
        return join(head, data, Arrays.copyOfRange(plain, 2, plain.length));
    }

    static byte[] webp(byte[] exif) {
        byte[] picture = join("VP8 ".getBytes(ISO_8859_1), littleEndian(3), new byte[4]);
        byte[] chunk = join("EXIF".getBytes(ISO_8859_1), littleEndian(exif.length), exif);
        byte[] body = join("WEBP".getBytes(ISO_8859_1), picture, chunk);
        return join("RIFF".getBytes(ISO_8859_1), littleEndian(body.length), body);
    }

    /** A user's comment, in the order that piexif writes whatever the file's own order. */
    static byte[] userComment(String text, ByteOrder order, boolean bigEndianText) {
        byte[] comment = join("UNICODE\0".getBytes(ISO_8859_1), text.getBytes(bigEndianText ? UTF_16BE : UTF_16LE));
        return ByteBuffer.allocate(44 + comment.length)
                .order(order)
                .put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(ISO_8859_1))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(26)
                .putInt(0)
                .putShort((short) 1)
                .putShort((short) 0x9286).putShort((short) 7).putInt(comment.length).putInt(44)
                .putInt(0)
                .put(comment)
                .array();
    }

    /** A text in a field of the first directory. */
    static byte[] field(int tag, String text) {
        byte[] ascii = (text + "\0").getBytes(UTF_8);
        return ByteBuffer.allocate(26 + ascii.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("II".getBytes(ISO_8859_1))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) tag).putShort((short) 2).putInt(ascii.length).putInt(26)
                .putInt(0)
                .put(ascii)
                .array();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }
}
