package dev.bildwerk.safety.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Which prompts are refused: those that ask for sexual content, for anyone undressed, or for minors in any such
 * sense, in ten languages, and realistic pictures of named people. The rules and their words are data files beside this class.
 *
 * <p>Immutable and thread-safe. Takes time in proportion to the length of the text.
 */
public final class PromptPolicy {
    /** Reads its words as soon as it is first asked for, in a thread of its own. */
    private static final class Shared {
        static final FutureTask<PromptPolicy> POLICY = new FutureTask<>(PromptPolicy::new);

        static {
            Thread.ofPlatform().daemon().name("prompt policy").start(POLICY);
        }
    }

    private final ConceptFinder concepts = new ConceptFinder();
    private final List<Rule> rules = Rule.readAll();

    /** Begins to read the words, which takes half a second that other work need not wait for. */
    public static void begin() {
        Shared.POLICY.isDone();
    }

    /** The one policy of this process, when it has read its words. */
    public static PromptPolicy shared() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return Shared.POLICY.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("The prompt policy of this program is damaged.", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

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
