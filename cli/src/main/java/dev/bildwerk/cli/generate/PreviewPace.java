package dev.bildwerk.cli.generate;

import java.util.function.LongSupplier;

/** Lets previews take no more than a fiftieth of the time that goes by, however slow the disk or the machine is. */
final class PreviewPace {
    private static final long SHARE = 50;

    private final LongSupplier nanoTime;
    private final long start;
    private long spent;
    private long last;

    PreviewPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Whether there is time for one more, which is taken to need what the last one needed; always for the first. */
    boolean isDue() {
        return SHARE * (spent + last) <= nanoTime.getAsLong() - start;
    }

    /** @param since when the preview began */
    void took(long since) {
        last = nanoTime.getAsLong() - since;
        spent += last;
    }
}
