package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import dev.bildwerk.engine.Tensor;

/** Counts the steps of all passes as one row. */
final class StepCounter {
    private final ProgressListener listener;
    private final LatentPreview preview;
    private final int all;
    private int before;

    /**
     * @param preview what a listener is shown that wants to be
     * @param all steps of all passes
     */
    StepCounter(ProgressListener listener, LatentPreview preview, int all) {
        this.listener = listener;
        this.preview = preview;
        this.all = all;
        report(listener, Stage.DENOISING, 0, all);
    }

    /**
     * @param denoised the clean latent that the step expected
     * @return false to stop
     */
    boolean afterStep(int step, int steps, Tensor denoised) {
        if (listener.wantsPreview(before + step, all)) {
            listener.preview(before + step, all, preview.of(denoised));
        }
        boolean on = listener.progress(Stage.DENOISING, before + step, all);
        if (step == steps) {
            before += steps;
        }
        return on;
    }

    /** @throws CancelledException where the listener says so */
    static void report(ProgressListener listener, Stage stage, int step, int steps) {
        if (!listener.progress(stage, step, steps)) {
            throw new CancelledException();
        }
    }
}
