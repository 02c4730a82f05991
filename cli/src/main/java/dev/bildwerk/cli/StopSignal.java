package dev.bildwerk.cli;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into a question that the work answers between its steps. While one is open the process waits a while for
 * the work to stop, so that a file that is being written is finished or taken away.
 */
public final class StopSignal implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch workEnded = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("stop").unstarted(this::stop);
    private final PrintStream err;
    private volatile boolean asked;

    private StopSignal(PrintStream err) {
        this.err = err;
    }

    public static StopSignal watch(PrintStream err) {
        StopSignal signal = new StopSignal(err);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    public boolean asked() {
        return asked;
    }

    private void stop() {
        asked = true;
        try {
            if (workEnded.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                err.println("bildwerk: stopped.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        workEnded.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            // The hook runs and has just been told.
        }
    }
}
