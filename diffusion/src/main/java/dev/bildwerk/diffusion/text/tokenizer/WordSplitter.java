package dev.bildwerk.diffusion.text.tokenizer;

import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts normalised text into the words that byte-pair merges stay within: the English endings {@code 's 't 're 've 'm
 * 'll 'd}, runs of letters, single digits, and runs of whatever else is no white space. The same as CLIP's pattern
 * {@code 's|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+}, in one pass.
 */
public final class WordSplitter {
    private static final List<String> ENDINGS = List.of("'s", "'t", "'re", "'ve", "'m", "'ll", "'d");

    private enum Kind {
        SPACE,
        LETTER,
        NUMBER,
        OTHER
    }

    private WordSplitter() {}

    /** Calls {@code word} with each word of any text, in order, after CLIP's normalisation (NFC, lower case). */
    public static void normalizeAndSplit(String text, Consumer<String> word) {
        split(TextNormalizer.normalize(text), word);
    }

    static void split(String normalized, Consumer<String> word) {
        int i = 0;
        while (i < normalized.length()) {
            int end = endOfWord(normalized, i);
            if (kindAt(normalized, i) != Kind.SPACE) {
                word.accept(normalized.substring(i, end));
            }
            i = end;
        }
    }

    private static int endOfWord(String text, int start) {
        for (String ending : ENDINGS) {
            if (text.startsWith(ending, start)) {
                return start + ending.length();
            }
        }
        Kind kind = kindAt(text, start);
        int end = start + Character.charCount(text.codePointAt(start));
        while (kind != Kind.NUMBER && end < text.length() && kindAt(text, end) == kind) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static Kind kindAt(String text, int i) {
        int point = text.codePointAt(i);
        return switch (Character.getType(point)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER -> Kind.LETTER;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> Kind.NUMBER;
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> Kind.SPACE;
            default -> point >= '\t' && point <= '\r' || point == 0x85 ? Kind.SPACE : Kind.OTHER;
        };
    }
}
