package dev.bildwerk.diffusion.text.tokenizer;

import java.nio.charset.StandardCharsets;

/**
 * The 256 printable characters that stand for the 256 bytes, so that any text has a spelling and no vocabulary needs a
 * character it does not know. From GPT-2 (Radford et al. 2019), kept by CLIP.
 */
public final class ByteAlphabet {
    /** Marks the end of a word: appended to its last symbol. */
    public static final String END_OF_WORD = "</w>";

    private static final char[] CHARACTER_OF_BYTE = new char[256];
    private static final int[] BYTE_IN_ORDER = new int[256];

    static {
        int printable = 0;
        for (int b = 0; b < 256; b++) {
            if (isPrintable(b)) {
                CHARACTER_OF_BYTE[b] = (char) b;
                BYTE_IN_ORDER[printable++] = b;
            }
        }
        for (int b = 0, others = 0; b < 256; b++) {
            if (!isPrintable(b)) {
                CHARACTER_OF_BYTE[b] = (char) (256 + others);
                BYTE_IN_ORDER[printable + others++] = b;
            }
        }
    }

    private ByteAlphabet() {}

    private static boolean isPrintable(int b) {
        return b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
    }

    /** The character that stands for a byte, given as 0 to 255. */
    public static char characterOf(int unsignedByte) {
        return CHARACTER_OF_BYTE[unsignedByte];
    }

    /** The character at a place of the vocabulary's order, 0 to 255: the printable bytes come first. */
    public static char characterAt(int place) {
        return CHARACTER_OF_BYTE[BYTE_IN_ORDER[place]];
    }

    /** The spelling of a word: one character for each byte of its UTF-8 form. */
    public static String spell(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        char[] characters = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            characters[i] = CHARACTER_OF_BYTE[bytes[i] & 0xff];
        }
        return new String(characters);
    }
}
