package dev.bildwerk.safety;

import dev.bildwerk.diffusion.embedding.EmbeddingUse;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.prompt.EmbeddingNames;
import dev.bildwerk.diffusion.prompt.PromptPiece;
import dev.bildwerk.diffusion.prompt.PromptPlan;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Everything that a request tells the model, as the model hears it: brackets, editing and joining can put together
 * words that the prompt as it is typed does not contain, so can words that stand for an embedding where they are taken
 * out, and weights below 0 turn what is wanted and what is not around.
 *
 * @param wanted what the picture is led to
 * @param unwanted what it is led away from
 */
record SpokenTexts(List<String> wanted, List<String> unwanted) {
    /** Below this, guidance leads toward the negative prompt and not away from it. */
    private static final double GUIDANCE_OFF = 1.0;

    static SpokenTexts of(GenerationRequest request) {
        Dialect dialect = request.controls().dialect();
        Set<String> wanted = new LinkedHashSet<>(List.of(request.prompt()));
        Set<String> unwanted = new LinkedHashSet<>(List.of(request.negativePrompt()));
        boolean turned = request.guidanceScale() < GUIDANCE_OFF;
        for (int steps : stepCounts(request)) {
            PromptPlan prompt = PromptPlan.of(dialect, request.prompt(), steps);
            PromptPlan negative = PromptPlan.ofNegative(dialect, request.negativePrompt(), steps);
            wanted.addAll(prompt.texts());
            unwanted.addAll(negative.texts());
            belowZero(prompt).forEach(unwanted::add);
            boolean joinedAway = prompt.members().stream().anyMatch(member -> member.weight() < 0);
            turned |= joinedAway || belowZero(negative).findAny().isPresent();
        }
        List<String> taught = request.controls().additions().embeddings().stream()
                .map(EmbeddingUse::word)
                .toList();
        for (Set<String> texts : List.of(wanted, unwanted)) {
            List.copyOf(texts).forEach(text -> texts.add(EmbeddingNames.leftOut(dialect, text, taught)));
        }
        if (turned) {
            wanted.addAll(unwanted);
        }
        return new SpokenTexts(
                wanted.stream().filter(text -> !text.isBlank()).toList(),
                unwanted.stream().filter(text -> !text.isBlank()).toList());
    }

    /** A prompt may change from step to step, and the second pass has steps of its own. */
    private static int[] stepCounts(GenerationRequest request) {
        int second = request.controls().hires().steps();
        return IntStream.of(request.steps(), second == 0 ? request.steps() : second).distinct().toArray();
    }

    /** The parts of a prompt that it leads away from. */
    private static Stream<String> belowZero(PromptPlan plan) {
        return plan.members().stream().flatMap(member -> member.stretches().stream()
                .flatMap(stretch -> stretch.prompt().pieces().stream())
                .mapMulti((piece, into) -> {
                    if (piece instanceof PromptPiece.Text text && (text.weight() < 0 || member.weight() < 0)) {
                        into.accept(text.text());
                    }
                }));
    }
}
