package dev.bildwerk.safety.prompt;

import dev.bildwerk.safety.prompt.PhraseBook.Match;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says of what concepts a text speaks. A phrase counts unless it is part of a harmless one ("naked mole-rat"); it
 * counts if any way of reading the text shows it.
 */
final class ConceptFinder {
    private static final List<String> LANGUAGES = List.of("en", "de");
    /** Only these are looked for in words that were set apart or blanked out: the rest would be found by accident. */
    private static final List<String> HIDDEN_CONCEPTS = List.of("explicit", "nudity", "undress", "minor-sexual");

    private final PhraseBook concepts = new PhraseBook();
    private final PhraseBook harmless = new PhraseBook();
    private final LetterTree hidden = new LetterTree();

    ConceptFinder() {
        for (String language : LANGUAGES) {
            PhraseFile.read("concepts." + language + ".txt", concepts::add);
            PhraseFile.read("harmless." + language + ".txt", harmless::add);
        }
        for (String concept : HIDDEN_CONCEPTS) {
            concepts.singleWordsOf(concept).forEach(word -> hidden.add(word, concept));
        }
    }

    Findings find(String text) {
        Map<String, Set<String>> found = new HashMap<>();
        WordForms forms = WordForms.of(text);
        for (List<Word> sentence : forms.sentences()) {
            boolean[] isHarmless = new boolean[sentence.size()];
            for (Match match : harmless.find(sentence)) {
                for (int i = match.start(); i < match.end(); i++) {
                    isHarmless[i] = true;
                }
            }
            for (Match match : concepts.find(sentence)) {
                if (!touches(match, isHarmless)) {
                    add(found, match.concept(), match.phrase());
                }
            }
        }
        for (String word : forms.loose()) {
            concepts.conceptsOf(word).stream()
                    .filter(HIDDEN_CONCEPTS::contains)
                    .forEach(concept -> add(found, concept, word));
        }
        for (String run : forms.runs()) {
            hidden.conceptsIn(run).forEach(concept -> add(found, concept, run));
        }
        for (String blanked : forms.blanked()) {
            for (String concept : HIDDEN_CONCEPTS) {
                if (concepts.singleWordsOf(concept).stream().anyMatch(word -> fits(blanked, word))) {
                    add(found, concept, blanked);
                }
            }
        }
        return new Findings(found);
    }

    private static boolean touches(Match match, boolean[] marked) {
        for (int i = match.start(); i < match.end(); i++) {
            if (marked[i]) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(String blanked, String word) {
        if (blanked.length() != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (blanked.charAt(i) != '*' && blanked.charAt(i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static void add(Map<String, Set<String>> found, String concept, String phrase) {
        found.computeIfAbsent(concept, key -> new LinkedHashSet<>()).add(phrase);
    }
}
