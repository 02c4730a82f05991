package dev.bildwerk.diffusion.text.tokenizer;

import java.text.Normalizer;

/**
 * What CLIP's tokenizer does to a text before it looks for words: Unicode's NFC, then lower case, character by
 * character (so a Greek final sigma becomes an ordinary one, as in the tokenizers library).
 */
final class TextNormalizer {
    /** Longer runs of combining marks are composed in pieces: sorting one long run takes time in its square. */
    private static final int LONGEST_RUN_OF_MARKS = 1024;

    private TextNormalizer() {}

    static String normalize(String text) {
        return lowerCase(compose(replaceLoneSurrogates(text)));
    }

    private static String compose(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder composed = new StringBuilder(text.length());
        int start = 0;
        int run = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            run = Character.getType(point) == Character.NON_SPACING_MARK ? run + 1 : 0;
            i += Character.charCount(point);
            if (run == LONGEST_RUN_OF_MARKS) {
                composed.append(Normalizer.normalize(text.substring(start, i), Normalizer.Form.NFC));
                start = i;
                run = 0;
            }
        }
        return composed.append(Normalizer.normalize(text.substring(start), Normalizer.Form.NFC)).toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x300) {
                return false;
            }
        }
        return true;
    }

    private static String lowerCase(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            lower.appendCodePoint(Character.toLowerCase(point));
            if (point == 'İ') {
                lower.append('\u0307'); // the one character whose lower case is two
            }
        }
        return lower.toString();
    }

    /** Half a surrogate pair has no UTF-8 form; it becomes U+FFFD. */
    private static String replaceLoneSurrogates(String text) {
        StringBuilder replaced = null;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                if (replaced == null) {
                    replaced = new StringBuilder(text);
                }
                replaced.setCharAt(i, '\ufffd');
            }
            i += Character.charCount(point);
        }
        return replaced == null ? text : replaced.toString();
    }
}
