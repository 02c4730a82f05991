package dev.bildwerk.diffusion.embedding;

import dev.bildwerk.diffusion.checkpoint.PickledFile;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads embeddings in safetensors format: {@code emb_params} as AUTOMATIC1111's users write it, one tensor under the
 * word itself as diffusers does, and {@code clip_l} with {@code clip_g} for Stable Diffusion XL.
 */
public final class EmbeddingFile {
    private static final String SMALL = "clip_l";
    private static final String LARGE = "clip_g";
    private static final String PARAMETERS = "emb_params";

    /** Names of tensors that are no word. */
    private static final Set<String> NO_WORDS = Set.of(SMALL, LARGE, PARAMETERS, "*", "string_to_param.*");

    /** More words in a row no text encoder takes. */
    private static final long MOST_VECTORS = 75;

    private static final long MOST_WIDTH = 1 << 14;

    private EmbeddingFile() {}

    /**
     * The word that the file itself says it is, as diffusers' do; empty where it says none.
     *
     * @throws EmbeddingException where the file holds something else
     * @throws dev.bildwerk.diffusion.checkpoint.CheckpointException where it is a pickled file
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where it is not whole
     */
    public static Optional<String> ownWord(Path path) {
        try (SafetensorsFile file = open(path)) {
            List<TensorEntry> vectors = vectors(file);
            return Optional.of(vectors.getFirst().name())
                    .filter(name -> vectors.size() == 1 && !NO_WORDS.contains(name) && !name.isBlank());
        }
    }

    /** Reads the vectors, in the open scope; throws as {@link #ownWord} does. */
    static StoredVectors read(Path path) {
        try (SafetensorsFile file = open(path)) {
            List<TensorEntry> vectors = vectors(file);
            if (vectors.size() == 1) {
                return new StoredVectors.One(read(file, vectors.getFirst()));
            }
            StoredVectors.Pair pair =
                    new StoredVectors.Pair(read(file, vectors.getFirst()), read(file, vectors.getLast()));
            if (pair.small().size(0) != pair.large().size(0)) {
                throw new EmbeddingException(
                        "embedding.damaged",
                        "%s has %d vectors for one text encoder and %d for the other: the file is damaged."
                                .formatted(path, pair.small().size(0), pair.large().size(0)));
            }
            return pair;
        }
    }

    private static SafetensorsFile open(Path path) {
        PickledFile.refuse(path);
        return SafetensorsFile.open(path);
    }

    /** One tensor, or the two of a pair with the small one first. */
    private static List<TensorEntry> vectors(SafetensorsFile file) {
        Optional<TensorEntry> small = find(file, SMALL);
        Optional<TensorEntry> large = find(file, LARGE);
        if (small.isPresent() && large.isPresent()) {
            return List.of(small.get(), large.get());
        }
        Optional<TensorEntry> parameters = find(file, PARAMETERS);
        List<TensorEntry> all = parameters.map(List::of).orElseGet(() -> file.entries().stream()
                .filter(entry -> entry.dtype().isFloatingPoint())
                .toList());
        if (all.size() != 1) {
            throw new EmbeddingException(
                    "embedding.unknown",
                    "%s is no embedding that can be read: it holds %,d tensors; one is usual, or clip_l with clip_g."
                            .formatted(file.path(), all.size()));
        }
        return all;
    }

    private static Optional<TensorEntry> find(SafetensorsFile file, String name) {
        return file.entries().stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    private static Tensor read(SafetensorsFile file, TensorEntry entry) {
        long[] shape = entry.dimensions();
        long count = shape.length == 1 ? 1 : shape.length == 2 ? shape[0] : 0;
        long width = shape.length == 0 ? 0 : shape[shape.length - 1];
        if (!entry.dtype().isFloatingPoint() || count < 1 || count > MOST_VECTORS || width < 1 || width > MOST_WIDTH) {
            throw new EmbeddingException(
                    "embedding.shape",
                    "%s: the tensor %s is %s %s, which is no row of 1 to %d word vectors: it is no embedding."
                            .formatted(file.path(), entry.name(), entry.dtype(), entry.shape(), MOST_VECTORS));
        }
        Tensor vectors = Tensor.over(file.segment(entry), entry.dtype(), shape)
                .copyTo(Device.CPU, DType.F32, false)
                .reshape(count, width);
        if (!vectors.isFinite()) {
            throw new EmbeddingException(
                    "embedding.not-finite",
                    "%s: the tensor %s holds what is no finite number: the file is damaged."
                            .formatted(file.path(), entry.name()));
        }
        return vectors;
    }
}
