package dev.bildwerk.diffusion.parity;

import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.Picture;
import java.nio.file.Path;

/** Admits the fixtures' own prompt and nothing else; there is nothing to see in pictures of random weights. */
public final class FixtureGuard implements Guard {
    private static final Verdict REFUSED =
            Verdict.refused("fixture.prompt", "Only the fixtures' own prompt is drawn here.");

    /** The fixtures' models are miniatures of random weights. */
    @Override
    public Verdict admitModel(Path modelFolder) {
        return Verdict.admitted();
    }

    @Override
    public Verdict admit(GenerationRequest request) {
        boolean known = request.prompt().equals(PictureCases.PROMPT)
                && request.negativePrompt().equals(PictureCases.NEGATIVE_PROMPT);
        return known ? Verdict.admitted() : REFUSED;
    }

    @Override
    public Verdict look(GenerationRequest request, Picture picture) {
        return admit(request);
    }
}
