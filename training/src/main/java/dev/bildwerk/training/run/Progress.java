package dev.bildwerk.training.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Says every few seconds how far a run is, and keeps the figures in the run's {@code log.csv}. */
public final class Progress {
    private static final Duration INTERVAL = Duration.ofSeconds(20);

    private final String name;
    private final long steps;
    private final Path log;
    private final PrintStream out;
    private long lastTime = System.nanoTime();
    private long samples;
    private double lossSum;
    private int losses;

    public Progress(String name, long steps, Path runFolder, PrintStream out) {
        this.name = name;
        this.steps = steps;
        this.log = runFolder.resolve("log.csv");
        this.out = out;
    }

    /** Counts one optimizer step. */
    public void step(long step, int batch, double loss, double gradientNorm, double learningRate) {
        samples += batch;
        lossSum += loss;
        losses++;
        double seconds = (System.nanoTime() - lastTime) / 1e9;
        if (seconds < INTERVAL.toSeconds() && step != steps) {
            return;
        }
        double rate = samples / seconds;
        double left = (steps - step) * (seconds / losses);
        out.printf(
                "%s: step %,d of %,d, loss %.4f, gradient %.2f, %.0f samples/s, %s left%n",
                name, step, steps, lossSum / losses, gradientNorm, rate, spoken(left));
        append("%d,%.5f,%.4f,%.6f,%.1f%n".formatted(step, lossSum / losses, gradientNorm, learningRate, rate));
        samples = 0;
        lossSum = 0;
        losses = 0;
        lastTime = System.nanoTime();
    }

    private void append(String line) {
        try {
            if (Files.notExists(log)) {
                Files.writeString(log, "step,loss,gradient_norm,learning_rate,samples_per_second\n");
            }
            Files.writeString(log, line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The run's log %s cannot be written.".formatted(log), e);
        }
    }

    private static String spoken(double seconds) {
        long minutes = Math.round(seconds / 60);
        return minutes < 60 ? minutes + " min" : "%d h %02d min".formatted(minutes / 60, minutes % 60);
    }
}
