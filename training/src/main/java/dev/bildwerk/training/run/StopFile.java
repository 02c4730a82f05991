package dev.bildwerk.training.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Asks a run to stop after its step when someone puts a file named {@code stop} into its folder. */
public record StopFile(Path runFolder) implements BooleanSupplier {
    @Override
    public boolean getAsBoolean() {
        return Files.exists(runFolder.resolve("stop"));
    }
}
