package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.picture.Picture;

/**
 * A listener that is shown only what the guard admits. A preview that it does not admit is not shown, and the work goes on:
 * the finished picture is looked at by itself.
 */
record GuardedProgress(ProgressListener listener, Guard guard, GenerationRequest request) implements ProgressListener {
    @Override
    public boolean progress(Stage stage, int step, int steps) {
        return listener.progress(stage, step, steps);
    }

    @Override
    public boolean wantsPreview(int step, int steps) {
        return listener.wantsPreview(step, steps);
    }

    @Override
    public void preview(int step, int steps, Picture picture) {
        if (guard.look(request, picture) instanceof Verdict.Admitted) {
            listener.preview(step, steps, picture);
        }
    }
}
