package dev.bildwerk.cli.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How long the same work took, in seconds.
 *
 * @param runs how often it was done
 */
record Timing(double median, double min, double max, int runs) {

    /** Times a piece of work, after it was done once for warming up. */
    static Timing of(int runs, Runnable work) {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            work.run();
            seconds.add((System.nanoTime() - start) / 1e9);
        }
        return of(seconds);
    }

    static Timing of(List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Timing(median, sorted.getFirst(), sorted.getLast(), sorted.size());
    }
}
