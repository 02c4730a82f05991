package dev.bildwerk.safety.prompt;

import java.text.Normalizer;
import java.util.Locale;

/** Takes from a text what changes its look and not its reading. */
final class TextFolding {
    private TextFolding() {}

    /** Lower case and nothing else: the text as it was typed. */
    static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /**
     * Compatibility forms to plain letters (NFKC), look-alikes to Latin, lower case; without zero-width,
     * bidirectional and other invisible characters, and without accents ({@code ä} is {@code a}, {@code ß} is {@code
     * ss}). Words of Russian letters stay what they are, unless each of their letters looks Latin.
     */
    static String fold(String text) {
        return fold(text, false);
    }

    /** The same, with look-alikes to Latin in Russian words as well: how a Russian word is read that has a foreign letter in it. */
    static String foldAll(String text) {
        return fold(text, true);
    }

    /** Whether a text is of ASCII alone, in which there is nothing to fold but the case. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > '~' || c < ' ' && !Character.isWhitespace(c)) {
                return false;
            }
        }
        return true;
    }

    private static String fold(String text, boolean russianToo) {
        if (isPlain(text)) {
            return lowerCase(text);
        }
        String visible = Normalizer.normalize(withoutInvisible(text), Normalizer.Form.NFKC);
        String latin = russianToo ? Confusables.replace(visible) : RussianWords.replaceOthers(visible);
        String decomposed = Normalizer.normalize(lowerCase(latin), Normalizer.Form.NFD);
        String plain = withoutMarks(decomposed);
        // Once more: what lost its accent may be a look-alike.
        return (russianToo ? Confusables.replace(plain) : RussianWords.replaceOthers(plain)).replace("ß", "ss");
    }

    private static String withoutInvisible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (!isInvisible(point)) {
                visible.appendCodePoint(point);
            }
        }
        return visible.toString();
    }

    private static boolean isInvisible(int point) {
        return switch (Character.getType(point)) {
            case Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
            case Character.CONTROL -> !Character.isWhitespace(point);
            // The fillers of Hangul count as letters and show nothing; the braille blank counts as a symbol.
            default -> point == 0x115f || point == 0x1160 || point == 0x3164 || point == 0xffa0 || point == 0x2800;
        };
    }

    private static String withoutMarks(String decomposed) {
        StringBuilder plain = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); ) {
            int point = decomposed.codePointAt(i);
            i += Character.charCount(point);
            if (!isMark(point)) {
                plain.appendCodePoint(point);
            }
        }
        return plain.toString();
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
