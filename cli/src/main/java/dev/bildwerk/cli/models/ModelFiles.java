package dev.bildwerk.cli.models;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** Finds model folders and files of weights. What lies inside a model folder belongs to it and is not named. */
final class ModelFiles {
    private static final int DEEPEST = 4;
    private static final List<String> ENDINGS = List.of(".safetensors", ".ckpt", ".pt", ".pth", ".bin");
    private static final String SHARD = ".*-\\d{5}-of-\\d{5}\\.safetensors";

    private ModelFiles() {}

    /** In the order of their paths. */
    static List<Path> in(Path folder) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEEPEST, new Visitor(found));
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.MODEL,
                    "models.folder",
                    "The folder %s cannot be read: check its permissions.".formatted(folder));
        }
        Collections.sort(found);
        return found;
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final List<Path> found;

        Visitor(List<Path> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (Files.isRegularFile(directory.resolve("model_index.json"))) {
                found.add(directory);
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            boolean index = name.endsWith(".safetensors.index.json");
            boolean weights = ENDINGS.stream().anyMatch(name::endsWith) && !name.matches(SHARD);
            if (attributes.isRegularFile() && (index || weights)) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
