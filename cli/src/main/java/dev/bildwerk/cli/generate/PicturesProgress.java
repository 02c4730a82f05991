package dev.bildwerk.cli.generate;

import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import java.util.List;

/** Tells of several pictures as of one, by the steps that their requests ask for; several may be drawn at once. */
public final class PicturesProgress {
    private final Progress progress;
    private final int[] asked;
    private final int[] taken;
    private final int all;

    public PicturesProgress(Progress progress, List<GenerationRequest> requests) {
        this.progress = progress;
        this.asked = requests.stream().mapToInt(PicturesProgress::steps).toArray();
        this.taken = new int[asked.length];
        this.all = requests.stream().mapToInt(PicturesProgress::steps).sum();
        progress.at(Stage.DENOISING, 0, all);
    }

    /** A picture may take fewer steps than asked for, such as one that is made from another. */
    public synchronized void at(int picture, Stage stage, int step, int steps) {
        if (stage == Stage.DENOISING && step > 0) {
            taken[picture] = (int) ((long) step * asked[picture] / steps);
            tell();
        }
    }

    public synchronized void done(int picture) {
        taken[picture] = asked[picture];
        tell();
    }

    /** Zero steps would be another beginning. */
    private void tell() {
        int sum = 0;
        for (int one : taken) {
            sum += one;
        }
        progress.at(Stage.DENOISING, Math.max(1, sum), all);
    }

    private static int steps(GenerationRequest request) {
        int second = request.controls().hires().steps();
        boolean twice = request.controls().hires().isOn();
        return request.steps() + (twice ? second == 0 ? request.steps() : second : 0);
    }
}
