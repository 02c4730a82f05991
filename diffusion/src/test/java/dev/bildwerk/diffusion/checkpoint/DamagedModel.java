package dev.bildwerk.diffusion.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** A copy of a miniature model in which single things are changed. */
public record DamagedModel(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static DamagedModel of(String name, Path target) {
        return new DamagedModel(MiniatureModels.copy(name, target.resolve(name)));
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Puts a file in. */
    public DamagedModel write(String file, String text) {
        try {
            Files.writeString(file(file), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets a field of a JSON file. */
    public DamagedModel set(String file, String field, String json) {
        try {
            ObjectNode root = (ObjectNode) JSON.readTree(file(file).toFile());
            JsonNode value = JSON.readTree(json);
            root.set(field, value);
            JSON.writeValue(file(file).toFile(), root);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file of weights again, with none, one or several tensors in the place of each. */
    public DamagedModel rewrite(String file, Function<TensorData, Stream<TensorData>> change) {
        Path path = file(file);
        Path old = path.resolveSibling("old");
        try {
            Files.move(path, old);
            try (SafetensorsFile source = SafetensorsFile.open(old)) {
                List<TensorData> tensors = source.entries().stream()
                        .map(entry -> new TensorData(
                                entry.name(), entry.dtype(), entry.shape(), source.segment(entry)))
                        .flatMap(change)
                        .toList();
                SafetensorsWriter.write(path, tensors, Map.of());
            }
            Files.delete(old);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives tensors other names. */
    public DamagedModel rename(String file, Function<String, String> name) {
        return rewrite(
                file,
                tensor -> Stream.of(
                        new TensorData(name.apply(tensor.name()), tensor.dtype(), tensor.shape(), tensor.data())));
    }
}
