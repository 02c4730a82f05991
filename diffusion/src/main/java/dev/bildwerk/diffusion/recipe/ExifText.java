package dev.bildwerk.diffusion.recipe;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Texts of an Exif block: the user's comment, where AUTOMATIC1111 puts its recipe in JPEG and WebP files, and the
 * fields where ComfyUI puts its graphs in WebP files. What is broken is passed over.
 *
 * @see <a href="https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E">Exif 3.0, 4.6</a>
 */
final class ExifText {
    private static final int EXIF_DIRECTORY = 0x8769;
    private static final Map<Integer, String> TAGS =
            Map.of(0x010e, "ImageDescription", 0x010f, "Make", 0x0110, "Model", 0x9286, "UserComment");
    private static final int USER_COMMENT_CODE = 8;
    private static final int ENTRY = 12;

    private ExifText() {}

    /** @param tiff from the byte order mark on */
    static SequencedMap<String, String> read(byte[] tiff) {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        if (tiff.length < 8 || tiff[0] != tiff[1] || tiff[0] != 'I' && tiff[0] != 'M') {
            return texts;
        }
        ByteBuffer file = ByteBuffer.wrap(tiff);
        file.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int exif = directory(file, file.getInt(4), texts);
        directory(file, exif, texts);
        return texts;
    }

    /** Reads one directory; the position of the Exif directory that it names, or -1. */
    private static int directory(ByteBuffer file, int at, Map<String, String> texts) {
        int exif = -1;
        if (at < 8 || at > file.limit() - 2) {
            return exif;
        }
        int entries = Math.min(Short.toUnsignedInt(file.getShort(at)), (file.limit() - at - 2) / ENTRY);
        for (int i = 0; i < entries; i++) {
            int entry = at + 2 + i * ENTRY;
            int tag = Short.toUnsignedInt(file.getShort(entry));
            if (tag == EXIF_DIRECTORY) {
                exif = file.getInt(entry + 8);
            } else if (TAGS.containsKey(tag)) {
                value(file, entry).ifPresent(bytes -> texts.putIfAbsent(TAGS.get(tag), text(tag, bytes)));
            }
        }
        return exif;
    }

    /** The bytes of an entry whose type is one of bytes: BYTE, ASCII, UNDEFINED or UTF-8. */
    private static Optional<byte[]> value(ByteBuffer file, int entry) {
        int type = file.getShort(entry + 2);
        int length = file.getInt(entry + 4);
        if (type != 1 && type != 2 && type != 7 && type != 129 || length < 0) {
            return Optional.empty();
        }
        int at = length <= 4 ? entry + 8 : file.getInt(entry + 8);
        if (at < 0 || at > file.limit() - length) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOfRange(file.array(), at, at + length));
    }

    private static String text(int tag, byte[] bytes) {
        boolean userComment = TAGS.get(tag).equals("UserComment") && bytes.length >= USER_COMMENT_CODE;
        if (!userComment) {
            return withoutZeros(new String(bytes, UTF_8));
        }
        byte[] text = Arrays.copyOfRange(bytes, USER_COMMENT_CODE, bytes.length);
        if (new String(bytes, 0, USER_COMMENT_CODE, UTF_8).equals("UNICODE\0")) {
            return withoutZeros(new String(text, isBigEndian(text) ? UTF_16BE : UTF_16LE));
        }
        boolean code = Arrays.equals(bytes, 0, 5, "ASCII".getBytes(UTF_8), 0, 5) || bytes[0] == 0;
        return withoutZeros(new String(code ? text : bytes, UTF_8));
    }

    // The standard leaves the order open, and programs do not keep to the file's: most of a recipe is Latin, so the
    // zeros tell.
    private static boolean isBigEndian(byte[] text) {
        int balance = 0;
        for (int i = 0; i + 1 < text.length; i += 2) {
            balance += (text[i] == 0 ? 1 : 0) - (text[i + 1] == 0 ? 1 : 0);
        }
        return balance >= 0;
    }

    private static String withoutZeros(String text) {
        return text.replace("\0", "").replace("\ufeff", "").strip();
    }
}
