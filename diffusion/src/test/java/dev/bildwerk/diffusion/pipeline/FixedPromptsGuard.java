package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.picture.Picture;
import java.nio.file.Path;
import java.util.Set;

/**
 * Admits the few requests of these tests and nothing else, and their pictures unless they are of the size it dislikes.
 */
record FixedPromptsGuard(Set<String> prompts, int refusedWidth) implements Guard {

    static FixedPromptsGuard of(String... prompts) {
        return new FixedPromptsGuard(Set.of(prompts), 0);
    }

    /** The tests' models are miniatures of random weights. */
    @Override
    public Verdict admitModel(Path modelFolder) {
        return Verdict.admitted();
    }

    @Override
    public Verdict admit(GenerationRequest request) {
        String negative = request.negativePrompt();
        return prompts.contains(request.prompt()) && (negative.isEmpty() || prompts.contains(negative))
                ? Verdict.admitted()
                : Verdict.refused("test.prompt", "The prompt is none of this test's.");
    }

    @Override
    public Verdict look(GenerationRequest request, Picture picture) {
        return picture.width() == refusedWidth
                ? Verdict.refused("test.picture", "The picture has the width that this test refuses.")
                : Verdict.admitted();
    }
}
