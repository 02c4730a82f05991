package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.prompt.Stretch;
import java.util.List;

/**
 * Encoded prompts for every step of a picture.
 *
 * @param negative what to keep away from; null where nothing is guided
 * @param prompts what to draw, together in one picture; exactly one, with weight 1, where nothing is guided
 */
record PromptConditioning(Member negative, List<Member> prompts) {

    /**
     * One prompt, which may change from step to step.
     *
     * @param weight of its guidance
     * @param spans rising, at least one
     */
    record Member(double weight, List<Span> spans) {
        Member {
            spans = List.copyOf(spans);
        }

        static Member of(TextConditioning text) {
            return new Member(1, List.of(new Span(Integer.MAX_VALUE, text)));
        }

        /** @param step from 0 on */
        TextConditioning at(int step) {
            return spans.get(Stretch.indexAt(spans.stream().map(Span::untilStep).toList(), step))
                    .text();
        }
    }

    /**
     * An encoded prompt, for some steps.
     *
     * @param untilStep as in {@link Stretch}
     * @param text of one prompt
     */
    record Span(int untilStep, TextConditioning text) {}

    /** @throws IllegalArgumentException if there is no prompt, or one that is weighed and no negative prompt */
    PromptConditioning {
        prompts = List.copyOf(prompts);
        boolean alone = prompts.size() == 1 && prompts.getFirst().weight() == 1;
        if (prompts.isEmpty() || negative == null && !alone) {
            throw new IllegalArgumentException("Prompts that are weighed need a negative prompt to weigh against.");
        }
    }

    /** The same at every step: of one prompt, or of the negative prompt and the prompt. */
    static PromptConditioning of(TextConditioning text) {
        return text.prompts() == 1
                ? new PromptConditioning(null, List.of(Member.of(text)))
                : new PromptConditioning(Member.of(text.prompt(0)), List.of(Member.of(text.prompt(1))));
    }
}
