package dev.bildwerk.training.data;

import java.util.List;

/**
 * A prompt that a model is judged by.
 *
 * @param part what it asks about
 * @param english the prompt, and the caption that the picture is judged by in either language
 * @param german the same in German
 * @param thing the concept that it asks for; null for a composition
 * @param example id of the held-out picture that shows it; null where there is none
 * @param contraries English captions that are false of it by one word or by an exchange; none where it says a thing alone
 */
public record EvaluationPrompt(
        Part part, String english, String german, String thing, String example, List<String> contraries) {


    /** What a prompt asks about. */
    public enum Part {
        /** A common thing in a style in which it was kept from training. */
        KNOWN_THING,
        /** Words that no caption of the data set puts together. */
        NEW_COMPOSITION
    }

    public EvaluationPrompt {
        contraries = List.copyOf(contraries);
    }
}
