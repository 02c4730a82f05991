package dev.bildwerk.cli;

import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.picture.Picture;
import java.nio.file.Path;

/** Admits pictures of apples and refuses everything else, for models of random weights. */
final class AppleGuard implements Guard {
    @Override
    public Verdict admitModel(Path modelFolder) {
        return Verdict.admitted();
    }

    @Override
    public Verdict admit(GenerationRequest request) {
        return request.prompt().contains("apple")
                ? Verdict.admitted()
                : Verdict.refused("test.no-apple", "This guard admits apples only.");
    }

    @Override
    public Verdict look(GenerationRequest request, Picture picture) {
        return Verdict.admitted();
    }
}
