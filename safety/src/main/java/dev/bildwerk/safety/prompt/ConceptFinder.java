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
    private final PhraseBook concepts = new PhraseBook();
    private final PhraseBook harmless = new PhraseBook();
    private final HiddenWords hidden;
    private final ScriptWords scripts = new ScriptWords();

    ConceptFinder() {
        for (String language : Languages.CODES) {
            PhraseFile.read("concepts.%s.txt".formatted(language), concepts::add);
            PhraseFile.read("harmless.%s.txt".formatted(language), harmless::add);
        }
        PhraseFile.read("people.txt", concepts::add);
        hidden = new HiddenWords(concepts);
    }

    Findings find(String text) {
        Map<String, Set<String>> found = new HashMap<>();
        WordForms forms = WordForms.of(text);
        Set<String> languages = Languages.of(forms);
        for (List<Word> sentence : forms.sentences()) {
            boolean asTyped = sentence == forms.sentences().get(0);
            int[] harmlessUntil = harmlessUntil(sentence, asTyped, languages);
            for (Match match : concepts.find(sentence, asTyped)) {
                if (counts(match, languages) && match.end() > harmlessUntil[match.start()]) {
                    add(found, match.concept(), match.phrase());
                }
            }
        }
        hidden.find(forms, (concept, word) -> add(found, concept, word));
        scripts.find(text, (concept, word) -> add(found, concept, word));
        return new Findings(found);
    }

    /** For each word, before which one the longest harmless phrase ends that begins there or earlier. */
    private int[] harmlessUntil(List<Word> sentence, boolean asTyped, Set<String> languages) {
        int[] until = new int[sentence.size()];
        for (Match match : harmless.find(sentence, asTyped)) {
            if (counts(match, languages)) {
                until[match.start()] = Math.max(until[match.start()], match.end());
            }
        }
        for (int i = 1; i < until.length; i++) {
            until[i] = Math.max(until[i], until[i - 1]);
        }
        return until;
    }

    private static boolean counts(Match match, Set<String> languages) {
        return match.language() == null || languages.contains(match.language());
    }

    private static void add(Map<String, Set<String>> found, String concept, String phrase) {
        found.computeIfAbsent(concept, key -> new LinkedHashSet<>()).add(phrase);
    }
}
