package dev.bildwerk.safety.prompt;

import java.util.HashMap;
import java.util.Map;

/**
 * Characters that look like Latin letters, and the letters they look like: {@code confusables.txt}, and behind it what Unicode lists beside,
 * {@code confusables-unicode.txt}.
 */
final class Confusables {
    private static final Map<Integer, String> LETTERS = read();

    private Confusables() {}

    /** A text with every look-alike replaced, before lower-casing: a Greek capital nu is an N, a small one a v. */
    static String replace(String text) {
        StringBuilder replaced = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            String letters = LETTERS.get(point);
            if (letters == null) {
                replaced.appendCodePoint(point);
            } else {
                replaced.append(letters);
            }
        }
        return replaced.toString();
    }

    private static Map<Integer, String> read() {
        Map<Integer, String> letters = new HashMap<>();
        read("confusables-unicode.txt", letters);
        read("confusables.txt", letters);
        return Map.copyOf(letters);
    }

    private static void read(String file, Map<Integer, String> letters) {
        for (String line : PolicyFiles.lines(file)) {
            String[] sides = line.split(" = ");
            if (sides[0].startsWith("alphabet ")) {
                int first = Integer.parseInt(sides[0].substring("alphabet ".length()), 16);
                for (int i = 0; i < 26; i++) {
                    letters.put(first + i, String.valueOf((char) ('a' + i)));
                }
                continue;
            }
            String latin = sides[0].length() == 1 ? sides[0] : " " + sides[0] + " ";
            sides[1].codePoints().filter(point -> point != ' ').forEach(point -> letters.put(point, latin));
        }
    }
}
