package dev.bildwerk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The smallest model of the parity fixtures: random weights, 64 x 64 pixels, milliseconds a step. */
final class MiniatureModel {
    private static final Path FOLDER =
            Path.of("../diffusion/src/test/resources/fixtures/models/mini").toAbsolutePath().normalize();

    private MiniatureModel() {}

    static Path folder() {
        return FOLDER;
    }

    /** A copy, to be damaged. */
    static Path copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, target.resolve(FOLDER.relativize(file).toString()));
            }
        }
        return target;
    }
}
