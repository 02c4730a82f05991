package dev.bildwerk.safety.prompt;

import dev.bildwerk.safety.prompt.Phrase.Step;
import java.util.List;
import java.util.Optional;

/**
 * Finds names in texts, in the spellings that the policy sees through: look-alikes, accents, digits for letters, letters that stand apart.
 * Not thread-safe while names are added.
 */
public final class NameFinder {
    private final PhraseBook names = new PhraseBook();

    /**
     * A name to find.
     *
     * @param id what {@link #find} answers with
     * @param name its words in order; signs between them do not matter
     */
    public void add(String id, String name) {
        List<Step> words = WordForms.words(TextFolding.lowerCase(name)).stream()
                .map(word -> (Step) new Step.AnyOf(List.of(word)))
                .toList();
        if (!words.isEmpty()) {
            names.add(new Phrase(id, null, words));
        }
    }

    /** The id of a name that stands in a text. */
    public Optional<String> find(String text) {
        boolean asTyped = true;
        for (List<Word> sentence : WordForms.of(text).sentences()) {
            List<PhraseBook.Match> found = names.find(sentence, asTyped);
            if (!found.isEmpty()) {
                return Optional.of(found.get(0).concept());
            }
            asTyped = false;
        }
        return Optional.empty();
    }
}
