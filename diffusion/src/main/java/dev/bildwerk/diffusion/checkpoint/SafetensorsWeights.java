package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.names.StoredWeight;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weights of safetensors files, converted as they are asked for, one at a time. Each is a copy outside of every
 * {@link Scope}: it lives until {@link #close()}, and the files may be closed before. Weights of four dimensions are stored
 * channels-last.
 *
 * <p>Not for use by several threads at once; the tensors it gave are.
 */
public final class SafetensorsWeights implements Weights, AutoCloseable {
    private final OpenedWeights files;
    private final WeightNames names;
    private final Placement placement;
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Tensor> loaded = new LinkedHashMap<>();

    public SafetensorsWeights(OpenedWeights files, WeightNames names, Placement placement) {
        this.files = files;
        this.names = names;
        this.placement = placement;
    }

    /** @throws CheckpointException where the weight is missing, misshapen or no floating-point numbers */
    @Override
    public Tensor get(String key, Init init, long... shape) {
        StoredWeight stored = find(key, shape);
        TensorEntry entry = files.find(stored.name());
        if (!stored.fits(entry.shape(), shape)) {
            throw new CheckpointException(
                    "checkpoint.weight.shape",
                    "%s: the weight %s is %s and should be %s: the file is of another model than its parts or config.json say."
                            .formatted(
                                    files.path(),
                                    entry.name(),
                                    entry.shape(),
                                    Arrays.toString(stored.storedShape(shape))));
        }
        if (!entry.dtype().isFloatingPoint()) {
            throw new CheckpointException(
                    "checkpoint.weight.format",
                    "%s: the weight %s is stored as %s; F64, F32, F16 and BF16 can be read."
                            .formatted(files.path(), entry.name(), entry.dtype()));
        }
        taken.add(entry.name());
        try (Scope scope = Scope.open()) {
            Tensor whole = Tensor.over(files.segment(entry), entry.dtype(), entry.dimensions());
            Tensor weight = Scope.release(stored.view(whole, shape)
                    .copyTo(placement.device(), placement.precision(), shape.length == 4));
            loaded.put(key, weight);
            return weight;
        }
    }

    private StoredWeight find(String key, long[] shape) {
        List<StoredWeight> places = names.of(key);
        return places.stream()
                .filter(place -> files.find(place.name()) != null)
                .findFirst()
                .orElseThrow(() -> new CheckpointException(
                        "checkpoint.weight.missing",
                        "%s: the weight %s, which should be %s, is missing: the file is incomplete or of another model."
                                .formatted(
                                        files.path(),
                                        places.getFirst().name(),
                                        Arrays.toString(places.getFirst().storedShape(shape)))));
    }

    /** @throws CheckpointException where the files hold weights that nobody asked for */
    public void requireAllTaken() {
        List<TensorEntry> surplus = files.entries().stream()
                .filter(entry -> !taken.contains(entry.name()) && !names.mayBeLeft(entry.name()))
                .toList();
        if (!surplus.isEmpty()) {
            TensorEntry first = surplus.getFirst();
            throw new CheckpointException(
                    "checkpoint.weight.surplus",
                    "%s: the weight %s %s%s has no place in the model that its parts or config.json describe."
                            .formatted(
                                    files.path(),
                                    first.name(),
                                    first.shape(),
                                    surplus.size() == 1 ? "" : " (and %d more)".formatted(surplus.size() - 1)));
        }
    }

    /** The weights that were given out, by the keys they were asked for; theirs is the memory, so what is written is computed. */
    public Map<String, Tensor> loaded() {
        return Collections.unmodifiableMap(loaded);
    }

    /** Frees all weights that were given out. */
    @Override
    public void close() {
        loaded.values().forEach(Tensor::close);
        loaded.clear();
    }
}
