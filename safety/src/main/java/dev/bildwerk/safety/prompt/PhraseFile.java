package dev.bildwerk.safety.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads a file of phrases. A line {@code [name]} says which concept the next lines belong to; {@code @set = a b c}
 * names a set of words; any other line is a phrase of words, beginnings ({@code word*}) and sets ({@code @set}),
 * with {@code ?} after what may be left out. Phrases are read as they are typed, folded as prompts are, and with
 * {@code ae} for {@code ä} and the like.
 */
final class PhraseFile {
    private static final int MOST_PHRASES_OF_A_LINE = 20_000;

    private PhraseFile() {}

    /** Calls {@code phrase} with the concept and each phrase of the file, written out. */
    static void read(String name, BiConsumer<String, String> phrase) {
        Map<String, List<String>> sets = new HashMap<>();
        Map<String, String> folded = new HashMap<>(); // Tens of thousands of phrases are made of a thousand words.
        String concept = "";
        for (String line : PolicyFiles.lines(name)) {
            if (line.startsWith("@") && line.contains(" = ")) {
                String[] sides = line.split(" = ", 2);
                sets.put(sides[0], List.of(sides[1].split(" ")));
            } else if (line.startsWith("[") && line.endsWith("]")) {
                concept = line.substring(1, line.length() - 1);
            } else {
                for (String written : writtenOut(name, line, sets)) {
                    String typed = TextFolding.lowerCase(written);
                    Set<String> spellings = new LinkedHashSet<>();
                    spellings.add(typed);
                    spellings.add(folded(typed, folded));
                    spellings.add(folded(withoutUmlauts(typed), folded));
                    for (String spelling : spellings) {
                        phrase.accept(concept, spelling);
                    }
                }
            }
        }
    }

    private static List<String> writtenOut(String file, String line, Map<String, List<String>> sets) {
        List<String> phrases = List.of("");
        for (String part : line.split(" ")) {
            boolean optional = part.endsWith("?");
            String word = optional ? part.substring(0, part.length() - 1) : part;
            List<String> choices = word.startsWith("@") ? sets.get(word) : List.of(word);
            if (choices == null) {
                throw new IllegalStateException("%s uses the set %s before naming it.".formatted(file, word));
            }
            List<String> longer = new ArrayList<>(optional ? phrases : List.of());
            for (String phrase : phrases) {
                choices.forEach(choice -> longer.add(phrase.isEmpty() ? choice : phrase + " " + choice));
            }
            if (longer.size() > MOST_PHRASES_OF_A_LINE) {
                throw new IllegalStateException("%s: \"%s\" stands for too many phrases.".formatted(file, line));
            }
            phrases = longer;
        }
        return phrases.stream().filter(phrase -> !phrase.isEmpty()).toList();
    }

    private static String withoutUmlauts(String phrase) {
        return phrase.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue");
    }

    /** @param known words and how they are folded; more are added */
    private static String folded(String phrase, Map<String, String> known) {
        List<String> words = new ArrayList<>();
        for (String word : phrase.split(" ")) {
            words.add(known.computeIfAbsent(word, PhraseFile::foldedWord));
        }
        return String.join(" ", words);
    }

    private static String foldedWord(String word) {
        boolean isBeginning = word.endsWith("*");
        String plain = TextFolding.fold(isBeginning ? word.substring(0, word.length() - 1) : word);
        return isBeginning ? plain + "*" : plain;
    }
}
