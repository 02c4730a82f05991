package dev.bildwerk.safety.prompt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The languages that the policy reads, by their frequent words and by letters that only one of them has: {@code words.*.txt}. */
final class Languages {
    /** ISO 639-1. */
    static final List<String> CODES = List.of("en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ru");

    private static final String LETTERS = "letters ";
    private static final Map<String, Set<String>> WORDS = new LinkedHashMap<>();
    private static final Map<String, Set<Integer>> OWN_LETTERS = new LinkedHashMap<>();

    static {
        for (String code : CODES) {
            List<String> lines = PolicyFiles.lines("words.%s.txt".formatted(code));
            WORDS.put(code, lines.stream()
                    .filter(line -> !line.startsWith(LETTERS))
                    .flatMap(line -> List.of(line.split(" ")).stream())
                    .collect(Collectors.toUnmodifiableSet()));
            OWN_LETTERS.put(code, lines.stream()
                    .filter(line -> line.startsWith(LETTERS))
                    .flatMap(line -> line.substring(LETTERS.length()).codePoints().boxed())
                    .collect(Collectors.toUnmodifiableSet()));
        }
    }

    private Languages() {}

    /** How many words of a text are frequent ones of each language, or have a letter of its own; languages without any are left out. */
    static Map<String, Long> spokenIn(String text) {
        return spokenIn(Set.copyOf(WordForms.words(TextFolding.lowerCase(text))));
    }

    private static Map<String, Long> spokenIn(Set<String> words) {
        Map<String, Long> spoken = new LinkedHashMap<>();
        for (String code : CODES) {
            long count = words.stream().filter(word -> isOf(code, word)).count();
            if (count > 0) {
                spoken.put(code, count);
            }
        }
        return spoken;
    }

    /** The languages that most of a text's frequent words belong to, however it is read; all of them for a text without any. */
    static Set<String> of(WordForms forms) {
        Map<String, Long> spoken = spokenIn(forms.sentences().stream()
                .flatMap(sentence -> sentence.stream().map(Word::text))
                .filter(word -> word.length() > 1) // letters set apart are words of many languages
                .collect(Collectors.toSet()));
        long most = spoken.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return CODES.stream().filter(code -> spoken.getOrDefault(code, 0L) == most).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isOf(String code, String word) {
        return WORDS.get(code).contains(word) || word.codePoints().anyMatch(OWN_LETTERS.get(code)::contains);
    }
}
