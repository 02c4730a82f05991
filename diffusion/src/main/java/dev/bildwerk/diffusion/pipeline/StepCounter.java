package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;

/** Counts the steps of all passes as one row. */
final class StepCounter {
    private final ProgressListener listener;
    private final int all;
    private int before;

    /** @param all steps of all passes */
    StepCounter(ProgressListener listener, int all) {
        this.listener = listener;
        this.all = all;
        report(listener, Stage.DENOISING, 0, all);
    }

    /** @return false to stop */
    boolean afterStep(int step, int steps) {
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
