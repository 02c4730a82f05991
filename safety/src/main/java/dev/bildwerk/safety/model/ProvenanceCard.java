package dev.bildwerk.safety.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of where a model comes from.
 *
 * @param files of weights, sorted by path
 * @param readme the model's card in words
 * @param creditIndex the index of the works that it learnt from
 */
public record ProvenanceCard(List<WeightFile> files, Optional<Path> readme, Optional<Path> creditIndex) {

    /**
     * A file of weights.
     *
     * @param path below the model's folder
     * @param sha256 in hexadecimal digits
     * @param knownAs its name on the list of clean weights; empty where it is not on it
     */
    public record WeightFile(String path, long bytes, String sha256, String knownAs) {}

    /** Whether there are weights, and all of them are on the list of clean ones. */
    public boolean isKnownClean() {
        return !files.isEmpty() && files.stream().noneMatch(file -> file.knownAs().isEmpty());
    }

    /**
     * Reads all weights of a model.
     *
     * @param model a folder, or a file of weights
     */
    public static ProvenanceCard of(Path model) throws IOException {
        KnownCleanModels known = KnownCleanModels.shipped();
        Path folder = Files.isDirectory(model) ? model : model.toAbsolutePath().getParent();
        List<WeightFile> files = new ArrayList<>();
        for (Path file : Files.isDirectory(model) ? KnownCleanModels.weightsIn(model) : List.of(model.toAbsolutePath())) {
            String sum = KnownCleanModels.sha256(file);
            files.add(new WeightFile(
                    folder.relativize(file).toString(), Files.size(file), sum, known.nameOf(sum).orElse("")));
        }
        return new ProvenanceCard(List.copyOf(files), there(folder, "README.md"), there(folder, "credits.index"));
    }

    private static Optional<Path> there(Path folder, String name) {
        return Optional.of(folder.resolve(name)).filter(Files::isRegularFile);
    }
}
