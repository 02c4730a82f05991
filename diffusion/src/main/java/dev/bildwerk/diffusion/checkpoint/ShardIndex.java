package dev.bildwerk.diffusion.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code *.safetensors.index.json}, which says in which of several files each weight lies. */
final class ShardIndex {
    private static final String WEIGHTS = "weight_map";

    private ShardIndex() {}

    static boolean isIndex(Path path) {
        return path.getFileName().toString().matches(".*\\.safetensors\\.index(\\.[\\w-]+)?\\.json");
    }

    /** From a weight's name to its file, which lies beside the index and is there. */
    static Map<String, Path> read(Path path) {
        ConfigFile index = ConfigFile.read(path);
        JsonNode weights = index.node(WEIGHTS);
        if (!weights.isObject() || weights.isEmpty()) {
            throw index.unsupported(WEIGHTS, weights.isMissingNode() ? "" : weights, "an object of weights and files");
        }
        Map<String, Path> fileOf = LinkedHashMap.newLinkedHashMap(weights.size());
        weights.properties().forEach(entry -> fileOf.put(entry.getKey(), shard(index, entry.getValue())));
        fileOf.values().stream().distinct().sorted().forEach(shard -> requireThere(shard, path));
        return fileOf;
    }

    private static Path shard(ConfigFile index, JsonNode file) {
        String name = file.asText("");
        // A name of a file beside the index, and of no other: what a guard looks through is the model's folder.
        if (!name.matches("[\\w][\\w. -]*\\.safetensors")) {
            throw index.unsupported(WEIGHTS, file, "names of safetensors files beside it");
        }
        return index.path().resolveSibling(name);
    }

    private static void requireThere(Path shard, Path index) {
        if (!Files.isRegularFile(shard)) {
            throw new CheckpointException(
                    "checkpoint.file.shard",
                    "%s is missing: %s says that some of the weights lie in it, so fetch it too."
                            .formatted(shard, index.getFileName()));
        }
    }
}
