package dev.bildwerk.diffusion.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the weights of a part, or of a whole model, lie: in one file or split over several.
 *
 * @param path of the file, or of the index ({@code *.safetensors.index.json}) that says which weight lies in which file
 * @param shardOf the file of each weight, as the index says; empty for one file
 */
public record WeightSource(Path path, Map<String, Path> shardOf) {
    public WeightSource {
        shardOf = Map.copyOf(shardOf);
    }

    /**
     * @param path of a safetensors file, or of an index
     * @throws CheckpointException where the file is a pickled one, or the index or one of its files is not what it
     *     should be
     */
    public static WeightSource of(Path path) {
        if (ShardIndex.isIndex(path)) {
            return new WeightSource(path, ShardIndex.read(path));
        }
        PickledFile.refuse(path);
        return new WeightSource(path, Map.of());
    }

    /** The files that hold weights. */
    public List<Path> files() {
        return shardOf.isEmpty() ? List.of(path) : shardOf.values().stream().distinct().sorted().toList();
    }

    /** The files, and the index where there is one. */
    public Stream<Path> everything() {
        return shardOf.isEmpty() ? Stream.of(path) : Stream.concat(Stream.of(path), files().stream());
    }

    /**
     * Maps the files into memory.
     *
     * @throws CheckpointException where the files hold other tensors than the index says
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where a file is not whole
     */
    public OpenedWeights open() {
        return OpenedWeights.open(this);
    }
}
