package dev.bildwerk.diffusion.prompt;

/** Kinds of characters as Python's regular expressions tell them apart, which the dialects are written in. */
final class Characters {
    private Characters() {}

    /** Python's {@code \s}. */
    static boolean isSpace(char c) {
        return c >= '\t' && c <= '\r' || c >= 0x1c && c <= ' ' || c == 0x85 || Character.isSpaceChar(c);
    }

    /** Python's {@code \w}. */
    static boolean isWord(int point) {
        int type = Character.getType(point);
        return Character.isLetterOrDigit(point)
                || point == '_'
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    /** Where the word stands alone at or after a place: no letter, digit or underscore beside it; -1 for nowhere. */
    static int findWord(String word, String text, int from) {
        int at = text.indexOf(word, from);
        while (at >= 0) {
            int end = at + word.length();
            boolean begins = at == 0 || !isWord(text.codePointBefore(at));
            if (begins && (end == text.length() || !isWord(text.codePointAt(end)))) {
                return at;
            }
            at = text.indexOf(word, at + 1);
        }
        return -1;
    }
}
