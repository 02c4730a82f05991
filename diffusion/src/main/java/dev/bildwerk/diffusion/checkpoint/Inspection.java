package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.detect.FileKind;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds;
import dev.bildwerk.diffusion.checkpoint.detect.Manifest;
import dev.bildwerk.engine.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said of a file or folder without reading its weights.
 *
 * @param kind what it is; a folder is a {@link FileKind.Model} too
 * @param layout of its names
 * @param parameters how many numbers it holds in each format, together with those that are not used
 * @param sources its weights
 * @param metadata the author's words in the file
 * @param licence as its metadata or its card says; empty where they say nothing
 */
public record Inspection(
        Path path,
        FileKind kind,
        FileKind.Layout layout,
        Map<DType, Long> parameters,
        List<WeightSource> sources,
        Map<String, String> metadata,
        Optional<String> licence) {
    public Inspection {
        parameters = Map.copyOf(parameters);
        sources = List.copyOf(sources);
        metadata = Map.copyOf(metadata);
    }

    /**
     * @throws CheckpointException where it is a pickled file, or a folder that is no model
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where a file is not whole
     */
    public static Inspection of(Path path) {
        if (Files.isRegularFile(path)) {
            return ofFile(path, path);
        }
        boolean part = Files.isRegularFile(path.resolve("config.json"))
                && !Files.exists(path.resolve("model_index.json"));
        return part ? ofFile(path, WeightFile.in(path, "diffusion_pytorch_model", null)) : ofFolder(path);
    }

    /** @param file that holds the weights of what was named */
    private static Inspection ofFile(Path path, Path file) {
        WeightSource source = WeightSource.of(file);
        try (OpenedWeights opened = source.open()) {
            Manifest manifest = opened.manifest();
            FileKind kind = FileKinds.of(manifest, FileHints.of(path, null));
            return new Inspection(
                    path,
                    kind,
                    layout(kind),
                    manifest.parameters(),
                    List.of(source),
                    manifest.metadata(),
                    Licence.in(manifest.metadata()));
        }
    }

    private static Inspection ofFolder(Path path) {
        Checkpoint model = Checkpoint.open(path);
        List<WeightSource> sources = model.parts().map(PartFiles::source).toList();
        Map<DType, Long> parameters = new EnumMap<>(DType.class);
        for (WeightSource source : sources) {
            try (OpenedWeights opened = source.open()) {
                opened.manifest().parameters().forEach((dtype, count) -> parameters.merge(dtype, count, Long::sum));
            }
        }
        return new Inspection(
                path,
                new FileKind.Model(model.family(), model.distillation(), model.prediction()),
                FileKind.Layout.DIFFUSERS,
                parameters,
                sources,
                Map.of(),
                Licence.inCard(path.resolve("README.md")));
    }

    private static FileKind.Layout layout(FileKind kind) {
        return switch (kind) {
            case FileKind.VaeAlone vae -> vae.layout();
            case FileKind.TinyVae vae -> vae.layout();
            case FileKind.UNetAlone unet -> unet.layout();
            case FileKind.Control control -> control.layout();
            default -> FileKind.Layout.ONE_FILE;
        };
    }

    /** How many numbers there are in all. */
    public long count() {
        return parameters.values().stream().mapToLong(Long::longValue).sum();
    }
}
