package dev.bildwerk.safety.prompt;

import java.util.ArrayList;
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
        return reasonAgainst(List.of(prompt), negativePrompt.isBlank() ? List.of() : List.of(negativePrompt));
    }

    /**
     * The same for a request that says several things, each of which and all of which together must pass.
     *
     * @param wanted texts of what to draw
     * @param unwanted texts of what to keep away from
     */
    public Optional<String> reasonAgainst(List<String> wanted, List<String> unwanted) {
        List<Findings> judged = new ArrayList<>(wanted.stream().map(concepts::find).toList());
        judged.add(Findings.union(judged));
        Findings away = Findings.union(unwanted.stream().map(concepts::find).toList());
        return rules.stream()
                .filter(rule -> judged.stream().anyMatch(findings -> rule.appliesTo(findings, away)))
                .map(Rule::code)
                .findFirst();
    }
}
