package dev.bildwerk.diffusion.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which file of a part's folder holds its weights, or says in which files they lie. */
public final class WeightFile {
    private static final String ENDING = ".safetensors";

    private WeightFile() {}

    /**
     * The full weights in one file, else the full weights split over several, else the one variant (such as
     * {@code .fp16.safetensors}) that is there.
     *
     * @param stem {@code diffusion_pytorch_model} or {@code model}
     * @param variant which to prefer, where the part has it; null for none
     * @return a safetensors file, or the index of several
     */
    public static Path in(Path folder, String stem, String variant) {
        List<String> names = names(folder);
        if (variant != null) {
            List<String> wanted = names.stream()
                    .filter(name -> variantOf(name, stem).equals(variant))
                    .toList();
            if (!wanted.isEmpty()) {
                return folder.resolve(wanted.getFirst());
            }
        }
        for (String full : List.of(stem + ENDING, stem + ENDING + ".index.json")) {
            if (names.contains(full)) {
                return folder.resolve(full);
            }
        }
        List<String> variants = names.stream()
                .filter(name -> !variantOf(name, stem).isEmpty())
                .filter(name -> !name.contains("non_ema"))
                .toList();
        if (variants.size() == 1) {
            return folder.resolve(variants.getFirst());
        }
        if (variants.size() > 1) {
            throw new CheckpointException(
                    "checkpoint.file.ambiguous",
                    "%s: there are %s and no %s: keep one of them, or name the variant."
                            .formatted(folder, variants, stem + ENDING));
        }
        names.stream().map(folder::resolve).forEach(PickledFile::refuse);
        throw new CheckpointException(
                "checkpoint.file.missing",
                "%s is missing: copy the whole model folder.".formatted(folder.resolve(stem + ENDING)));
    }

    /** {@code fp16} of {@code model.fp16.safetensors} and of its index, in diffusers' old and new spelling. */
    private static String variantOf(String name, String stem) {
        String start = Pattern.quote(stem);
        return Stream.of(
                        start + "\\.([\\w-]+)\\.safetensors",
                        start + "\\.([\\w-]+)\\.safetensors\\.index\\.json",
                        start + "\\.safetensors\\.index\\.([\\w-]+)\\.json")
                .filter(name::matches)
                .map(pattern -> name.replaceFirst(pattern, "$1"))
                .filter(variant -> !variant.matches(".*-\\d{5}-of-\\d{5}"))
                .findFirst()
                .orElse("");
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
