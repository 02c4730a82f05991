package dev.bildwerk.diffusion.recipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Finds the Exif block of a JPEG or WebP file. A file that ends too early has the blocks before its end. */
public final class ExifBlock {
    private static final byte[] HEADER = "Exif\0\0".getBytes(ISO_8859_1);
    private static final int APP1 = 0xe1;
    private static final int START_OF_SCAN = 0xda;

    private ExifBlock() {}

    public static boolean isJpeg(byte[] file) {
        return file.length > 3 && file[0] == (byte) 0xff && file[1] == (byte) 0xd8 && file[2] == (byte) 0xff;
    }

    public static boolean isWebp(byte[] file) {
        return file.length >= 12 && ascii(file, 0).equals("RIFF") && ascii(file, 8).equals("WEBP");
    }

    /** From the byte order mark on. */
    public static Optional<byte[]> ofJpeg(byte[] file) {
        int at = 2;
        while (at + 4 <= file.length && file[at] == (byte) 0xff) {
            int marker = Byte.toUnsignedInt(file[at + 1]);
            if (marker == 0xff) {
                at++; // A filling byte.
                continue;
            }
            int length = Byte.toUnsignedInt(file[at + 2]) << 8 | Byte.toUnsignedInt(file[at + 3]);
            int end = at + 2 + length;
            if (marker == START_OF_SCAN || length < 2 || end > file.length) {
                break;
            }
            if (marker == APP1 && startsWith(file, at + 4, end)) {
                return Optional.of(Arrays.copyOfRange(file, at + 4 + HEADER.length, end));
            }
            at = end;
        }
        return Optional.empty();
    }

    /** From the byte order mark on. */
    public static Optional<byte[]> ofWebp(byte[] file) {
        ByteBuffer riff = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long at = 12;
        while (at + 8 <= file.length) {
            int start = (int) at + 8;
            long length = Integer.toUnsignedLong(riff.getInt((int) at + 4));
            if (length > file.length - start) {
                break;
            }
            if (ascii(file, (int) at).equals("EXIF")) {
                int end = start + (int) length;
                return Optional.of(Arrays.copyOfRange(
                        file, startsWith(file, start, end) ? start + HEADER.length : start, end));
            }
            at = start + length + (length & 1);
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] file, int at, int end) {
        return end - at >= HEADER.length && Arrays.equals(file, at, at + HEADER.length, HEADER, 0, HEADER.length);
    }

    private static String ascii(byte[] file, int at) {
        return new String(file, at, 4, ISO_8859_1);
    }
}
