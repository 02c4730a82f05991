package dev.bildwerk.cli.models;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;

/** A path that the user named. */
final class ModelPath {
    private ModelPath() {}

    /** @throws CommandException where nothing is there */
    static Path existing(Path path) {
        if (!Files.exists(path)) {
            throw new CommandException(
                    ExitCode.MODEL, "model.missing", "There is no file or folder %s: check the path.".formatted(path));
        }
        return path;
    }
}
