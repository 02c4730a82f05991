package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.pipeline.PromptConditioning.Member;
import dev.bildwerk.diffusion.pipeline.PromptConditioning.Span;
import dev.bildwerk.diffusion.prompt.PromptPlan;
import dev.bildwerk.diffusion.prompt.WeightedPrompt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A prompt with every text that it changes to once.
 *
 * @param uses of each text, in stretches
 */
record ChangingPrompt(PromptPlan.Member member, List<WeightedPrompt> texts, int[] uses) {

    static ChangingPrompt of(PromptPlan.Member member) {
        Map<WeightedPrompt, Integer> uses = new LinkedHashMap<>();
        member.stretches().forEach(stretch -> uses.merge(stretch.prompt(), 1, Integer::sum));
        return new ChangingPrompt(
                member,
                List.copyOf(uses.keySet()),
                uses.values().stream().mapToInt(Integer::intValue).toArray());
    }

    /** @param conditioning of the texts, in their order */
    Member encoded(TextConditioning conditioning) {
        return new Member(
                member.weight(),
                member.stretches().stream()
                        .map(stretch ->
                                new Span(stretch.untilStep(), conditioning.prompt(texts.indexOf(stretch.prompt()))))
                        .toList());
    }
}
