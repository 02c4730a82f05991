package dev.bildwerk.diffusion.recipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Text chunks of PNG files: {@code tEXt} for what Latin-1 can say, {@code iTXt} (UTF-8) for the rest; read also where
 * compressed.
 *
 * @see <a href="https://www.w3.org/TR/png-3/#11textinfo">PNG, third edition, section 11.3.3</a>
 */
public final class PngText {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int HEADER_END = SIGNATURE.length + 12 + 13;
    private static final int LONGEST_TEXT = 8 << 20; // ComfyUI's graphs grow beyond a million characters.
    private static final String TRUNCATED = "recipe.png.truncated";

    private PngText() {}

    /**
     * A copy of the file with one more text, right after its header.
     *
     * @param png a whole PNG file
     * @param keyword 1 to 79 Latin-1 characters, such as {@code parameters}
     */
    public static byte[] add(byte[] png, String keyword, String text) {
        return ISO_8859_1.newEncoder().canEncode(text)
                ? insert(png, "tEXt", concat(keyword.getBytes(ISO_8859_1), new byte[1], text.getBytes(ISO_8859_1)))
                : addUtf8(png, keyword, text);
    }

    /**
     * A copy of the file with one more text as {@code iTXt}, whatever its letters: what XMP asks for.
     *
     * @param png a whole PNG file
     * @param keyword 1 to 79 Latin-1 characters, such as {@code XML:com.adobe.xmp}
     */
    public static byte[] addUtf8(byte[] png, String keyword, String text) {
        // After the keyword: not compressed, method 0, no language, no translated keyword.
        return insert(png, "iTXt", concat(keyword.getBytes(ISO_8859_1), new byte[5], text.getBytes(UTF_8)));
    }

    /**
     * A copy of the file with one more chunk, right after its header.
     *
     * @param png a whole PNG file
     * @param type of the chunk, four ASCII letters
     */
    public static byte[] insert(byte[] png, String type, byte[] data) {
        requireSignature(png);
        if (png.length < HEADER_END) {
            throw truncated();
        }
        return concat(
                Arrays.copyOf(png, HEADER_END), chunk(type, data), Arrays.copyOfRange(png, HEADER_END, png.length));
    }

    /**
     * The first text with this keyword.
     *
     * @param png a PNG file; only the chunks up to the text need to be whole
     * @throws RecipeException if this is no PNG file, or ends or is damaged before the text
     */
    public static Optional<String> read(byte[] png, String keyword) {
        Chunks chunks = new Chunks(png);
        while (chunks.next()) {
            if (chunks.isTextNamed(keyword)) {
                return Optional.of(chunks.text(keyword));
            }
        }
        return Optional.empty();
    }

    /**
     * The first text with each of these keywords, as far as they can be read: of a file that ends too early, what comes
     * before; of a file with a damaged text, the others.
     *
     * @throws RecipeException if this is no PNG file, or if it is broken and nothing was found
     */
    static SequencedMap<String, String> readAll(byte[] png, Set<String> keywords) {
        Chunks chunks = new Chunks(png);
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        RecipeException problem = null;
        boolean more = true;
        while (more) {
            try {
                more = chunks.next();
                for (String keyword : more ? keywords : Set.<String>of()) {
                    if (chunks.isTextNamed(keyword) && !texts.containsKey(keyword)) {
                        texts.put(keyword, chunks.text(keyword));
                    }
                }
            } catch (RecipeException e) {
                problem = e;
                more = !e.code().equals(TRUNCATED);
            }
        }
        if (texts.isEmpty() && problem != null) {
            throw problem;
        }
        return texts;
    }

    /** One chunk after the other. */
    private static final class Chunks {
        private final ByteBuffer file;
        private String type = "";
        private byte[] typeAndData = {};
        private byte[] data = {};
        private int checksum;

        Chunks(byte[] png) {
            requireSignature(png);
            file = ByteBuffer.wrap(png, SIGNATURE.length, png.length - SIGNATURE.length);
        }

        /** False at the end of the picture. */
        boolean next() {
            if (file.remaining() < 12) {
                throw truncated();
            }
            int length = file.getInt();
            if (length < 0 || length > file.remaining() - 8) {
                throw truncated();
            }
            type = new String(file.array(), file.position(), 4, ISO_8859_1);
            if (isText(type)) {
                typeAndData = new byte[4 + length];
                file.get(typeAndData);
                data = Arrays.copyOfRange(typeAndData, 4, typeAndData.length);
            } else {
                file.position(file.position() + 4 + length);
            }
            checksum = file.getInt();
            return !type.equals("IEND");
        }

        boolean isTextNamed(String keyword) {
            return isText(type) && hasKeyword(data, keyword.getBytes(ISO_8859_1));
        }

        String text(String keyword) {
            if (checksum != checksum(typeAndData)) {
                throw new RecipeException(
                        "recipe.png.damaged", "The picture's text \"%s\" is damaged.".formatted(keyword));
            }
            if (data.length > LONGEST_TEXT) {
                throw tooLong();
            }
            return PngText.text(type, data, keyword.length() + 1);
        }
    }

    private static boolean isText(String type) {
        return type.equals("tEXt") || type.equals("iTXt") || type.equals("zTXt");
    }

    private static boolean hasKeyword(byte[] data, byte[] name) {
        return data.length > name.length
                && data[name.length] == 0
                && Arrays.equals(data, 0, name.length, name, 0, name.length);
    }

    private static String text(String type, byte[] data, int at) {
        return switch (type) {
            case "tEXt" -> new String(data, at, data.length - at, ISO_8859_1);
            case "zTXt" -> new String(inflate(data, at + 1), ISO_8859_1);
            default -> internationalText(data, at);
        };
    }

    private static String internationalText(byte[] data, int at) {
        if (data.length < at + 2) {
            throw damaged();
        }
        boolean compressed = data[at] != 0;
        int start = afterZero(data, afterZero(data, at + 2));
        return compressed
                ? new String(inflate(data, start), UTF_8)
                : new String(data, start, data.length - start, UTF_8);
    }

    private static int afterZero(byte[] data, int at) {
        for (int i = at; i < data.length; i++) {
            if (data[i] == 0) {
                return i + 1;
            }
        }
        throw damaged();
    }

    private static byte[] inflate(byte[] data, int start) {
        if (start > data.length) {
            throw damaged();
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data, start, data.length - start);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && !inflater.finished()) {
                    throw damaged();
                }
                if (text.size() + count > LONGEST_TEXT) {
                    throw tooLong();
                }
                text.write(buffer, 0, count);
            }
            return text.toByteArray();
        } catch (DataFormatException e) {
            throw damaged();
        } finally {
            inflater.end();
        }
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] typeAndData = concat(type.getBytes(ISO_8859_1), data);
        return ByteBuffer.allocate(8 + typeAndData.length)
                .putInt(data.length)
                .put(typeAndData)
                .putInt(checksum(typeAndData))
                .array();
    }

    private static int checksum(byte[] typeAndData) {
        CRC32 crc = new CRC32();
        crc.update(typeAndData);
        return (int) crc.getValue();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static boolean isPng(byte[] file) {
        return file.length >= SIGNATURE.length
                && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    private static void requireSignature(byte[] png) {
        if (!isPng(png)) {
            throw new RecipeException("recipe.png.other", "This is not a PNG file.");
        }
    }

    private static RecipeException truncated() {
        return new RecipeException(TRUNCATED, "The PNG file ends too early: part of it is missing.");
    }

    private static RecipeException tooLong() {
        return new RecipeException(
                "recipe.png.long", "A text of the PNG file is longer than %,d bytes.".formatted(LONGEST_TEXT));
    }

    private static RecipeException damaged() {
        return new RecipeException("recipe.png.damaged", "A text of the PNG file is damaged.");
    }
}
