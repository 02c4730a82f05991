package dev.bildwerk.safety.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * The ways in which a text may be read: as typed, folded to plain letters, and with digits and signs read as the
 * letters they stand for; and beside them the words that appear when letters set apart are put together again.
 *
 * @param sentences each way of reading, as words in order
 * @param loose words that were set apart by a sign or one space ({@code nu-de}, {@code n ude})
 * @param runs single letters in a row, put together ({@code n u d e}, {@code n.u.d.e}); a word may stand anywhere in
 * them
 * @param blanked words with a letter blanked out ({@code n*de}), the blank as {@code *}
 */
record WordForms(List<List<Word>> sentences, Set<String> loose, Set<String> runs, Set<String> blanked) {
    private static final Map<Character, Character> LETTER_OF_SIGN = Map.ofEntries(
            Map.entry('0', 'o'),
            Map.entry('3', 'e'),
            Map.entry('4', 'a'),
            Map.entry('5', 's'),
            Map.entry('7', 't'),
            Map.entry('8', 'b'),
            Map.entry('9', 'g'),
            Map.entry('@', 'a'),
            Map.entry('$', 's'),
            Map.entry('€', 'e'),
            Map.entry('+', 't'));
    private static final int SHORTEST_RUN = 3;
    private static final Pattern SPACE = Pattern.compile("[\\s'\u2019]");
    private static final Pattern WIDE_SPACE = Pattern.compile("\\s\\s+");
    private static final Pattern APOSTROPHE = Pattern.compile("\\p{L}['\u2019]\\p{L}");
    /** Longer than any word of the policy. */
    private static final int LONGEST_LOOSE_WORD = 24;

    static WordForms of(String text) {
        String folded = TextFolding.fold(text);
        List<List<String>> readings = new ArrayList<>();
        readings.add(words(TextFolding.lowerCase(text)));
        readings.add(words(folded));
        Set<String> loose = new LinkedHashSet<>();
        Set<String> runs = new LinkedHashSet<>();
        for (char one : new char[] {'i', 'l'}) { // "1", "!" and "|" stand for either
            String spelled = signsAsLetters(folded, one);
            readings.add(words(spelled));
            addLoose(spelled, loose, runs);
        }
        addLoose(folded, loose, runs);
        readings.add(putTogether(TextFolding.lowerCase(text)).stream().map(TextFolding::fold).toList());
        List<List<Word>> sentences = readings.stream()
                .distinct()
                .map(reading -> reading.stream().map(Word::of).toList())
                .toList();
        return new WordForms(sentences, loose, runs, blankedWords(folded));
    }

    /** The words of a text in which letters stand apart: by signs within a word ({@code n-u-d-e}), or by one space, words by more. */
    private static List<String> putTogether(String text) {
        List<String> together = new ArrayList<>();
        for (String stretch : WIDE_SPACE.split(text)) {
            StringBuilder spaced = new StringBuilder();
            String[] chunks = SPACE.split(stretch);
            boolean bySpaces = 2 * Arrays.stream(chunks).filter(chunk -> chunk.length() == 1).count() > chunks.length;
            for (String chunk : chunks) {
                List<String> parts = words(chunk);
                boolean apart = !parts.isEmpty() && parts.stream().allMatch(part -> part.length() == 1);
                if (apart && parts.size() == 1) {
                    spaced.append(parts.get(0));
                    continue;
                }
                if (apart && parts.size() == 2 && bySpaces) { // the sign between two words whose letters stand apart
                    spaced.append(parts.get(0));
                    add(together, spaced);
                    spaced.append(parts.get(1));
                    continue;
                }
                add(together, spaced);
                if (apart) {
                    together.add(String.join("", parts));
                } else {
                    together.addAll(parts);
                }
            }
            add(together, spaced);
        }
        return together;
    }

    private static void add(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    /** Runs of letters, and runs of digits. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            IntPredicate kind = Character.isLetter(point) ? Character::isLetter : Character::isDigit;
            int end = i;
            while (end < text.length() && kind.test(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            if (end > i) {
                words.add(text.substring(i, end));
                i = end;
            } else {
                i += Character.charCount(point);
            }
        }
        return words;
    }

    /**
     * Digits and signs as letters, in stretches that hold a letter; a stretch ends at white space and other signs. Where there is such a
     * stretch, those that hold a single sign and nothing else are letters as well.
     */
    private static String signsAsLetters(String text, char one) {
        StringBuilder spelled = new StringBuilder(text);
        List<Integer> lone = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < text.length(); ) {
            int end = i;
            int letters = 0;
            while (end < text.length() && isLetterOrSign(text.charAt(end), one)) {
                letters += Character.isLetter(text.charAt(end)) ? 1 : 0;
                end++;
            }
            for (int k = i; letters > 0 && k < end; k++) {
                char letter = letterOf(text.charAt(k), one);
                boolean closes = k == end - 1 && !Character.isDigit(text.charAt(k));
                if (letter != 0 && !closes) { // the sign that ends a sentence is none
                    spelled.setCharAt(k, letter);
                    any = true;
                }
            }
            if (letters == 0 && end - i == 1) {
                lone.add(i);
            }
            i = Math.max(end, i + 1);
        }
        if (any) {
            lone.forEach(at -> spelled.setCharAt(at, letterOf(text.charAt(at), one)));
        }
        return spelled.toString();
    }

    private static boolean isLetterOrSign(char c, char one) {
        return Character.isLetter(c) || letterOf(c, one) != 0;
    }

    private static char letterOf(char sign, char one) {
        return switch (sign) {
            case '1', '!', '|' -> one;
            default -> LETTER_OF_SIGN.getOrDefault(sign, (char) 0);
        };
    }

    private static void addLoose(String text, Set<String> loose, Set<String> runs) {
        for (String chunk : text.split("\\s+")) {
            List<String> parts = words(chunk);
            boolean elided = parts.size() == 2 && APOSTROPHE.matcher(chunk).find(); // "who're" is no word in two parts
            if (parts.size() > 1 && !elided && chunk.length() <= 2 * LONGEST_LOOSE_WORD) {
                loose.add(String.join("", parts));
            }
        }
        List<String> words = words(text);
        StringBuilder run = new StringBuilder();
        for (int i = 0; i <= words.size(); i++) {
            String word = i < words.size() ? words.get(i) : "";
            if (word.length() == 1) {
                run.append(word);
            } else {
                if (run.length() >= SHORTEST_RUN) {
                    runs.add(run.toString());
                    runs.add(Word.singleLetters(run.toString()));
                }
                run.setLength(0);
            }
            if (i > 0 && i < words.size() && isFragment(words.get(i - 1)) != isFragment(word)) {
                loose.add(words.get(i - 1) + word);
            }
        }
    }

    /** A letter that is no word by itself. */
    private static boolean isFragment(String word) {
        return word.length() == 1 && !word.equals("a") && !word.equals("i") && Character.isLetter(word.charAt(0));
    }

    private static Set<String> blankedWords(String text) {
        Set<String> blanked = new LinkedHashSet<>();
        for (int i = 0; i < text.length(); ) {
            int end = i;
            int blanks = 0;
            while (end < text.length() && (Character.isLetter(text.charAt(end)) || isBlank(text.charAt(end)))) {
                blanks += isBlank(text.charAt(end)) ? 1 : 0;
                end++;
            }
            if (blanks > 0 && end - i >= SHORTEST_RUN && end - i <= LONGEST_LOOSE_WORD && 2 * blanks <= end - i) {
                blanked.add(text.substring(i, end).replace('#', '*').replace('_', '*').replace('%', '*'));
            }
            i = Math.max(end, i + 1);
        }
        return blanked;
    }

    private static boolean isBlank(char c) {
        return c == '*' || c == '#' || c == '_' || c == '%';
    }
}
