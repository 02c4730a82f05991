package dev.bildwerk.diffusion.parity;

import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.picture.Picture;
import java.nio.file.Path;

/** Admits one fixture's model and prompts and nothing else. */
record FixtureGuard(Path model, String prompt, String negativePrompt) implements Guard {
    private static final Verdict REFUSED =
            Verdict.refused("fixture.only", "Only the fixture's own model and prompts are admitted here.");

    static FixtureGuard of(Path model, GenerationRequest request) {
        return new FixtureGuard(model, request.prompt(), request.negativePrompt());
    }

    @Override
    public Verdict admitModel(Path modelFolder) {
        return modelFolder.equals(model) ? Verdict.admitted() : REFUSED;
    }

    @Override
    public Verdict admit(GenerationRequest request) {
        boolean known = request.prompt().equals(prompt) && request.negativePrompt().equals(negativePrompt);
        return known ? Verdict.admitted() : REFUSED;
    }

    @Override
    public Verdict look(GenerationRequest request, Picture picture) {
        return admit(request);
    }
}
