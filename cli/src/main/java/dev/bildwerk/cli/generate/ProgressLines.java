package dev.bildwerk.cli.generate;

import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/** Progress as whole lines, for logs: one at the start, then one every few seconds. */
final class ProgressLines implements Progress {
    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final PrintStream err;
    private final String title;
    private final LongSupplier nanoTime;
    private long denoisingSince;
    private long lastLine;

    ProgressLines(PrintStream err, String title, LongSupplier nanoTime) {
        this.err = err;
        this.title = title;
        this.nanoTime = nanoTime;
    }

    @Override
    public void at(Stage stage, int step, int steps) {
        if (stage != Stage.DENOISING) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (step == 0) {
            denoisingSince = now;
            lastLine = now;
            err.printf("%s: %d steps%n", title, steps);
        } else if (now - lastLine >= PAUSE_NANOS) {
            lastLine = now;
            long seconds = secondsLeft(now - denoisingSince, step, steps);
            err.printf("%s: step %d of %d, %d s left%n", title, step, steps, seconds);
        }
    }

    static long secondsLeft(long nanosSoFar, int step, int steps) {
        return Math.ceilDiv(nanosSoFar / step * (steps - step), 1_000_000_000L);
    }

    @Override
    public void close() {}
}
