package dev.bildwerk.safety.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Finds words whose letters were set apart, drawn out or blanked out. */
final class HiddenWords {
    /** Only these are looked for: the rest would be found by accident. */
    private static final List<String> CONCEPTS = List.of("explicit", "nudity", "undress", "minor-sexual");

    private static final int SHORTEST = 3;

    private final LetterTree tree = new LetterTree();
    private final Map<String, Set<String>> conceptsOfWord = new HashMap<>();
    private final Map<String, Set<String>> conceptsOfDrawnOut = new HashMap<>();
    private final Map<Integer, List<String>> wordsOfLength = new HashMap<>();

    HiddenWords(PhraseBook phrases) {
        for (String concept : CONCEPTS) {
            for (String word : phrases.singleWordsOf(concept)) {
                if (word.length() >= SHORTEST) {
                    tree.add(word, concept);
                    wordsOfLength.computeIfAbsent(word.length(), key -> new ArrayList<>()).add(word);
                    conceptsOfWord.computeIfAbsent(word, key -> new LinkedHashSet<>(1)).add(concept);
                    conceptsOfDrawnOut
                            .computeIfAbsent(Word.singleLetters(word), key -> new LinkedHashSet<>(1))
                            .add(concept);
                }
            }
        }
    }

    /** Calls {@code found} with the concept and what stands in the text. */
    void find(WordForms forms, BiConsumer<String, String> found) {
        for (String loose : forms.loose()) {
            Word word = Word.of(loose);
            tell(loose, loose, found);
            if (word.drawnOut() != null) {
                conceptsOfDrawnOut.getOrDefault(word.drawnOut(), Set.of()).forEach(concept -> found.accept(concept, loose));
            }
            if (word.single() != null) {
                tell(word.single(), loose, found);
            }
        }
        for (String run : forms.runs()) {
            tree.conceptsIn(run).forEach(concept -> found.accept(concept, run));
        }
        for (String blanked : forms.blanked()) {
            wordsOfLength.getOrDefault(blanked.length(), List.of()).stream()
                    .filter(word -> fits(blanked, word))
                    .forEach(word -> tell(word, blanked, found));
        }
    }

    private void tell(String word, String inText, BiConsumer<String, String> found) {
        conceptsOfWord.getOrDefault(word, Set.of()).forEach(concept -> found.accept(concept, inText));
    }

    private static boolean fits(String blanked, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (blanked.charAt(i) != '*' && blanked.charAt(i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
