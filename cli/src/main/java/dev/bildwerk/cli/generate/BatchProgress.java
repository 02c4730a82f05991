package dev.bildwerk.cli.generate;

import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;

/**
 * How far the pictures of a batch are: one after the other each has a bar of its own, and several that are drawn at once have
 * one together.
 */
public final class BatchProgress implements AutoCloseable {
    private final PrintStream err;
    private final String title;
    private final boolean quiet;
    private final int count;
    private final Progress together;
    private final PicturesProgress counted;
    private Progress current;

    /**
     * @param title such as "Drawing"
     * @param atOnce how many pictures are drawn at once
     */
    public BatchProgress(PrintStream err, String title, boolean quiet, List<GenerationRequest> requests, int atOnce) {
        this.err = err;
        this.title = title;
        this.quiet = quiet;
        this.count = requests.size();
        boolean shared = atOnce > 1 && count > 1;
        this.together = shared ? Progress.on(err, "%s %d".formatted(title, count), quiet) : null;
        this.counted = shared ? new PicturesProgress(together, requests) : null;
    }

    private void begin(int picture) {
        if (counted == null) {
            current = Progress.on(
                    err, count == 1 ? title : "%s %d of %d".formatted(title, picture + 1, count), quiet);
        }
    }

    private void at(int picture, Stage stage, int step, int steps) {
        if (counted == null) {
            current.at(stage, step, steps);
        } else {
            counted.at(picture, stage, step, steps);
        }
    }

    private void end(int picture) {
        if (counted == null) {
            current.close();
        } else {
            counted.done(picture);
        }
    }

    /**
     * Draws one.
     *
     * @param work tells of its steps by what it is given
     */
    public <T> T during(int picture, Function<Progress, T> work) {
        begin(picture);
        try {
            return work.apply(new OnePicture(this, picture));
        } finally {
            end(picture);
        }
    }

    private record OnePicture(BatchProgress batch, int picture) implements Progress {
        @Override
        public void at(Stage stage, int step, int steps) {
            batch.at(picture, stage, step, steps);
        }

        @Override
        public void close() {}
    }

    @Override
    public void close() {
        if (together != null) {
            together.close();
        }
    }
}
