package dev.bildwerk.safety.prompt;

import java.util.List;

/**
 * A line of a policy file: words in order that speak of a concept.
 *
 * @param concept what it speaks of
 * @param language the language's code if the phrase counts only in texts of that language; {@code null} if it counts everywhere
 * @param steps what stands one after the other
 */
record Phrase(String concept, String language, List<Step> steps) {

    /** A place in a phrase. */
    sealed interface Step {
        /** One of these words; {@code word*} stands for every word that begins so, {@code =word} for the word only as it is typed. */
        record AnyOf(List<String> words) implements Step {}

        /** None to {@link PhraseBook#MOST_FILLERS} of these words. */
        record Fillers(List<String> words) implements Step {}

        /** Any word. */
        record AnyWord() implements Step {}
    }
}
