package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The reference's four miniature models with random weights: see the README beside them. */
public final class MiniatureModels {
    public static final List<String> NAMES = List.of("sd1", "sd2v", "sdxl", "mini");

    private MiniatureModels() {}

    public static Path folder(String name) {
        try {
            return Path.of(MiniatureModels.class.getResource("/fixtures/models/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A copy of a model's folder, to be damaged. */
    public static Path copy(String name, Path target) {
        Path source = folder(name);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!file.getFileName().toString().matches("(cases|pictures|gradients).safetensors")) {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }

    /** A tensor of a fixture's file, with memory of its own. */
    public static Tensor read(Path path, String tensor) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            TensorEntry entry = file.tensors().get(tensor);
            return Tensor.over(file.segment(entry), entry.dtype(), entry.dimensions()).copy();
        }
    }
}
