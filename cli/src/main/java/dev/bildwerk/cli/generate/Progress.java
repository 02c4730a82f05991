package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.TerminalStreams;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import java.io.PrintStream;

/** Shows how far one picture is. */
public interface Progress extends AutoCloseable {

    void at(Stage stage, int step, int steps);

    /** The picture is done or given up. */
    @Override
    void close();

    /** A bar on a terminal, now and then a line elsewhere. */
    static Progress on(PrintStream err, String title, boolean quiet) {
        if (quiet) {
            return new Silent();
        }
        boolean bar = TerminalStreams.error() && !"dumb".equals(System.getenv("TERM"));
        return bar
                ? new ProgressBarLine(err, title, TerminalStreams.columns())
                : new ProgressLines(err, title, System::nanoTime);
    }

    /** Shows nothing. */
    record Silent() implements Progress {
        @Override
        public void at(Stage stage, int step, int steps) {}

        @Override
        public void close() {}
    }
}
