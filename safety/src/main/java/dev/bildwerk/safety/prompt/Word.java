package dev.bildwerk.safety.prompt;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A word of a prompt, in the spellings under which a {@link PhraseBook} knows it.
 *
 * @param text the word
 * @param drawnOut the word with every repeated letter once, where a letter stands three times or more in a row, to be found whichever
 *     letters a word of the policy repeats ("nuuude"); {@code null} elsewhere
 * @param single the word with every repeated letter once, to be found as it is; {@code null} where no letter repeats
 */
record Word(String text, String drawnOut, String single) {
    /** Words with a double letter by right, which would be others of the policy without it. */
    private static final Set<String> RIGHTLY_DOUBLE = PolicyFiles.lines("double-letters.txt").stream()
            .flatMap(line -> Arrays.stream(line.split(" ")))
            .collect(Collectors.toUnmodifiableSet());

    static Word of(String text) {
        String single = singleLetters(text);
        if (single.length() == text.length() || RIGHTLY_DOUBLE.contains(text)) {
            return new Word(text, null, null);
        }
        return new Word(text, hasLongRun(text) ? single : null, single);
    }

    /** Every run of one letter becomes one letter. */
    static String singleLetters(String text) {
        StringBuilder single = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (i == 0 || text.charAt(i) != text.charAt(i - 1)) {
                single.append(text.charAt(i));
            }
        }
        return single.toString();
    }

    private static boolean hasLongRun(String text) {
        for (int i = 2; i < text.length(); i++) {
            if (text.charAt(i) == text.charAt(i - 1) && text.charAt(i) == text.charAt(i - 2)) {
                return true;
            }
        }
        return false;
    }
}
