package dev.bildwerk.cli.generate;

import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress as a bar that is drawn over itself and taken away in the end. */
final class ProgressBarLine implements Progress {
    private final PrintStream err;
    private final String title;
    private final int columns;
    private ProgressBar bar;

    ProgressBarLine(PrintStream err, String title, int columns) {
        this.err = err;
        this.title = title;
        this.columns = Math.min(columns, 100) - 1;
    }

    @Override
    public void at(Stage stage, int step, int steps) {
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName(title)
                    .setInitialMax(-1)
                    .setUpdateIntervalMillis(100)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new DelegatingProgressBarConsumer(this::draw, columns))
                    .build();
        }
        if (stage == Stage.DENOISING) {
            bar.maxHint(steps);
            bar.stepTo(step);
        } else {
            bar.setExtraMessage(stage == Stage.DECODING ? "decoding" : "");
        }
    }

    private void draw(String line) {
        err.print("\r" + line + "\u001b[K");
        err.flush();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
