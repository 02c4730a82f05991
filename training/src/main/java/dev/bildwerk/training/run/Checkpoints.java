package dev.bildwerk.training.run;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.training.optim.AdamW;
import dev.bildwerk.training.optim.TrainingState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Keeps the state of a run in its folder, so that it goes on where it was stopped, bit for bit. */
public final class Checkpoints {
    private final Path file;
    private final Duration interval;
    private long lastTime = System.nanoTime();

    public Checkpoints(Path runFolder, Duration interval) {
        this.file = runFolder.resolve("state.safetensors");
        this.interval = interval;
    }

    /** Takes up the run's last state, if it has one. */
    public void resume(AdamW optimizer) {
        if (Files.exists(file)) {
            try (Scope scope = Scope.open()) {
                optimizer.resume(TrainingState.read(file));
            }
        }
    }

    /** Writes the state where the last one is old enough. */
    public boolean writeIfDue(AdamW optimizer) {
        if (System.nanoTime() - lastTime < interval.toNanos()) {
            return false;
        }
        write(optimizer);
        return true;
    }

    public void write(AdamW optimizer) {
        optimizer.state().write(file);
        lastTime = System.nanoTime();
    }
}
