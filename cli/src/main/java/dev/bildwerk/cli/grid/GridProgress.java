package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.generate.Progress;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import java.util.List;

/** Tells of all pictures of a grid as of one, by the steps that their requests ask for. */
final class GridProgress {
    private final Progress progress;
    private final int all;
    private int before;

    GridProgress(Progress progress, List<Cell> cells) {
        this.progress = progress;
        this.all = cells.stream().mapToInt(cell -> steps(cell.request())).sum();
        progress.at(Stage.DENOISING, 0, all);
    }

    /** A picture may take fewer steps than asked for, such as one that is made from another. */
    void at(Cell cell, Stage stage, int step, int steps) {
        if (stage == Stage.DENOISING && step > 0) {
            progress.at(stage, Math.max(1, before + (int) ((long) step * steps(cell.request()) / steps)), all);
        }
    }

    void done(Cell cell) {
        before += steps(cell.request());
        progress.at(Stage.DENOISING, before, all);
    }

    private static int steps(GenerationRequest request) {
        int second = request.controls().hires().steps();
        boolean twice = request.controls().hires().isOn();
        return request.steps() + (twice ? second == 0 ? request.steps() : second : 0);
    }
}
