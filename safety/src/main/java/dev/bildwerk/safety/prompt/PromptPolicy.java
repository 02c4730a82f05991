package dev.bildwerk.safety.prompt;

import java.util.List;
import java.util.Optional;

/**
 * Which prompts are refused: those that ask for sexual content, for anyone undressed, or for minors in any such
 * sense, in English and German. The rules and their words are data files beside this class.
 *
 * <p>Immutable and thread-safe. Takes time in proportion to the length of the text.
 */
public final class PromptPolicy {
    private final ConceptFinder concepts = new ConceptFinder();
    private final List<Rule> rules = Rule.readAll();

    /**
     * The reason code of the gravest rule that refuses a request, if one does.
     *
     * @param prompt what to draw
     * @param negativePrompt what to keep away from; naming sexual content there is a harmless habit, naming clothes
     * is not
     */
    public Optional<String> reasonAgainst(String prompt, String negativePrompt) {
        Findings wanted = concepts.find(prompt);
        Findings unwanted = negativePrompt.isBlank() ? Findings.NONE : concepts.find(negativePrompt);
        return rules.stream()
                .filter(rule -> rule.appliesTo(wanted, unwanted))
                .map(Rule::code)
                .findFirst();
    }
}
