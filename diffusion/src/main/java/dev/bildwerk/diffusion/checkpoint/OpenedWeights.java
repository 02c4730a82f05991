package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.detect.Manifest;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a {@link WeightSource}, mapped into memory; their tensors under one roof. A segment must not be used
 * once this is closed.
 *
 * <p>May be used by several threads at once, until it is closed.
 */
public final class OpenedWeights implements AutoCloseable {
    private final Path path;
    private final List<SafetensorsFile> files;
    private final Map<String, SafetensorsFile> fileOf;

    private OpenedWeights(Path path, List<SafetensorsFile> files, Map<String, SafetensorsFile> fileOf) {
        this.path = path;
        this.files = files;
        this.fileOf = fileOf;
    }

    static OpenedWeights open(WeightSource source) {
        List<SafetensorsFile> files = new ArrayList<>();
        try {
            Map<String, SafetensorsFile> fileOf = new LinkedHashMap<>();
            for (Path path : source.files()) {
                SafetensorsFile file = SafetensorsFile.open(path);
                files.add(file);
                for (String name : file.tensors().keySet()) {
                    requireOnce(source, path, name, fileOf.put(name, file));
                }
            }
            for (var told : source.shardOf().entrySet()) {
                if (!fileOf.containsKey(told.getKey())) {
                    throw new CheckpointException(
                            "checkpoint.file.shard",
                            "%s: the weight %s is not there, although %s says so: fetch both files again."
                                    .formatted(told.getValue(), told.getKey(), source.path().getFileName()));
                }
            }
            return new OpenedWeights(source.path(), List.copyOf(files), fileOf);
        } catch (RuntimeException | Error e) {
            files.forEach(SafetensorsFile::close);
            throw e;
        }
    }

    private static void requireOnce(WeightSource source, Path path, String name, SafetensorsFile other) {
        boolean toldElsewhere = !source.shardOf().isEmpty() && !path.equals(source.shardOf().get(name));
        if (other != null || toldElsewhere) {
            throw new CheckpointException(
                    "checkpoint.file.shard",
                    "%s: it holds the weight %s, which %s does not place there: fetch both files again."
                            .formatted(path, name, source.path().getFileName()));
        }
    }

    /** Of the file, or of the index. */
    public Path path() {
        return path;
    }

    /** Null where there is no such tensor. */
    public TensorEntry find(String name) {
        SafetensorsFile file = fileOf.get(name);
        return file == null ? null : file.tensors().get(name);
    }

    /** All tensors, file by file and in the order of their data. */
    public List<TensorEntry> entries() {
        return files.stream().flatMap(file -> file.entries().stream()).toList();
    }

    /** The bytes of a tensor, without a copy; see {@link SafetensorsFile#segment}. */
    public MemorySegment segment(TensorEntry entry) {
        return fileOf.get(entry.name()).segment(entry);
    }

    /** What the headers say. */
    public Manifest manifest() {
        Map<String, String> metadata = new HashMap<>();
        files.forEach(file -> metadata.putAll(file.metadata()));
        return Manifest.of(entries(), metadata);
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
