package dev.bildwerk.diffusion.prompt;

import java.util.List;

/**
 * Everything that a prompt says in its dialect.
 *
 * @param members the prompts that are drawn together, one where there is no AND
 * @param loras the adapters that it asks for
 * @param unknownTags tags of networks that are not known; they are no text and do nothing
 */
public record PromptPlan(List<Member> members, List<LoraTag> loras, List<String> unknownTags) {
    private static final long MOST_CHARACTERS = 1 << 24;

    /**
     * One prompt, which may change from step to step.
     *
     * @param weight of the prompt as a whole, multiplied with the guidance scale
     * @param stretches rising, at least one, the last until all steps are done
     */
    public record Member(double weight, List<Stretch> stretches) {
        public Member {
            stretches = List.copyOf(stretches);
        }
    }

    public PromptPlan {
        members = List.copyOf(members);
        loras = List.copyOf(loras);
        unknownTags = List.copyOf(unknownTags);
    }

    /**
     * Reads a prompt. No text is wrong: what has no meaning in the dialect is text.
     *
     * @param steps that the picture takes, at least 1
     */
    public static PromptPlan of(Dialect dialect, String prompt, int steps) {
        if (dialect != Dialect.A1111) {
            return unchanging(dialect, prompt, steps);
        }
        LoraTags.TakenOut takenOut = LoraTags.takeOut(prompt);
        List<Member> members = Composition.split(takenOut.text()).stream()
                .map(member -> new Member(member.weight(), stretches(member.text(), steps)))
                .toList();
        return new PromptPlan(members, takenOut.loras(), takenOut.unknown());
    }

    /** Reads a negative prompt: in AUTOMATIC1111 it may change from step to step, but AND and tags are text in it. */
    public static PromptPlan ofNegative(Dialect dialect, String prompt, int steps) {
        return dialect == Dialect.A1111
                ? new PromptPlan(List.of(new Member(1, stretches(prompt, steps))), List.of(), List.of())
                : unchanging(dialect, prompt, steps);
    }

    private static PromptPlan unchanging(Dialect dialect, String prompt, int steps) {
        Stretch whole = new Stretch(steps, WeightedPrompt.parse(dialect, prompt));
        return new PromptPlan(List.of(new Member(1, List.of(whole))), List.of(), List.of());
    }

    private static List<Stretch> stretches(String prompt, int steps) {
        PromptTree tree = PromptTreeParser.parse(prompt);
        List<Integer> untilSteps = StepChanges.of(tree, steps);
        if ((long) untilSteps.size() * prompt.length() > MOST_CHARACTERS) {
            return List.of(new Stretch(steps, A1111Weights.parse(prompt)));
        }
        return untilSteps.stream()
                .map(until -> new Stretch(until, A1111Weights.parse(tree.text(until, steps))))
                .toList();
    }

    /** Every prompt that is encoded at some step, once. */
    public List<WeightedPrompt> prompts() {
        return members.stream()
                .flatMap(member -> member.stretches().stream())
                .map(Stretch::prompt)
                .distinct()
                .toList();
    }

    /**
     * Every text that is encoded at some step, without brackets and weights. Brackets and editing can put together a
     * word that the prompt as it is typed does not contain, so a guard looks at these too.
     */
    public List<String> texts() {
        return prompts().stream().map(WeightedPrompt::text).distinct().toList();
    }
}
