package dev.bildwerk.diffusion.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which file of a part's folder holds its weights. */
final class WeightFile {
    private static final String ENDING = ".safetensors";

    private WeightFile() {}

    /**
     * The one full file, or the one variant (such as {@code .fp16.safetensors}) where there is no full one.
     *
     * @param stem {@code diffusion_pytorch_model} or {@code model}
     */
    static Path in(Path folder, String stem) {
        List<String> names = names(folder);
        if (names.contains(stem + ENDING)) {
            return folder.resolve(stem + ENDING);
        }
        if (names.stream().anyMatch(name -> name.startsWith(stem) && name.endsWith(ENDING + ".index.json"))) {
            throw new CheckpointException(
                    "checkpoint.file.sharded",
                    ("%s: the weights are split over several files, which this version does not read yet: "
                                    + "save the model in one file.")
                            .formatted(folder));
        }
        List<String> variants = names.stream()
                .filter(name -> name.matches(stem + "\\.[\\w-]+" + "\\.safetensors"))
                .filter(name -> !name.contains("non_ema"))
                .toList();
        if (variants.size() == 1) {
            return folder.resolve(variants.getFirst());
        }
        if (variants.size() > 1) {
            throw new CheckpointException(
                    "checkpoint.file.ambiguous",
                    "%s: there are %s and no %s: keep one of them.".formatted(folder, variants, stem + ENDING));
        }
        if (names.stream().anyMatch(name -> name.matches(".*\\.(bin|ckpt|pt|pth|pkl)"))) {
            throw new CheckpointException(
                    "checkpoint.file.pickled",
                    "%s: the weights are there only as a pickled file, which may run foreign code: get the %s instead."
                            .formatted(folder, stem + ENDING));
        }
        throw new CheckpointException(
                "checkpoint.file.missing",
                "%s is missing: copy the whole model folder.".formatted(folder.resolve(stem + ENDING)));
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CheckpointException(
                    "checkpoint.file.unreadable", "The folder %s cannot be read: check its path.".formatted(folder), e);
        }
    }
}
