package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.detect.FileKinds.Hints;
import dev.bildwerk.diffusion.sampling.PredictionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What lies around a file of weights and says something of it. */
final class FileHints {
    private static final long LARGEST_YAML = 1 << 20;

    private FileHints() {}

    /** @param prediction the user's word; null for none */
    static Hints of(Path path, PredictionType prediction) {
        String name = path.getFileName().toString();
        return new Hints(prediction, yaml(path, name), name);
    }

    /** {@code NAME.yaml}: AUTOMATIC1111 and its kin look for a model's configuration there. */
    private static String yaml(Path path, String name) {
        Path yaml = path.resolveSibling(name.replaceFirst("\\.[^.]+$", "") + ".yaml");
        try {
            return Files.isRegularFile(yaml) && Files.size(yaml) <= LARGEST_YAML ? Files.readString(yaml) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
