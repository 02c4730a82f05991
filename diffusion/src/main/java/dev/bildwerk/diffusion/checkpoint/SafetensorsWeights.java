package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of safetensors files, converted as they are asked for, one at a time. Each is a copy outside of every
 * {@link Scope}: it lives until {@link #close()}, and the files may be closed before. Weights of four dimensions are
 * stored channels-last.
 *
 * <p>Not for use by several threads at once; the tensors it gave are.
 */
public final class SafetensorsWeights implements Weights, AutoCloseable {
    private final OpenedWeights files;
    private final WeightLookup lookup;
    private final Placement placement;
    private final Map<String, Tensor> loaded = new LinkedHashMap<>();

    public SafetensorsWeights(OpenedWeights files, WeightNames names, Placement placement) {
        this.files = files;
        this.lookup = new WeightLookup(files, names);
        this.placement = placement;
    }

    /** @throws CheckpointException where the weight is missing, misshapen or no floating-point numbers */
    @Override
    public Tensor get(String key, Init init, long... shape) {
        WeightLookup.Found found = lookup.take(key, shape);
        TensorEntry entry = found.entry();
        try (Scope scope = Scope.open()) {
            Tensor whole = Tensor.over(files.segment(entry), entry.dtype(), entry.dimensions());
            Tensor weight = Scope.release(found.stored()
                    .view(whole, shape)
                    .copyTo(placement.device(), placement.precision(), shape.length == 4));
            loaded.put(key, weight);
            return weight;
        }
    }

    /** @throws CheckpointException where the files hold weights that nobody asked for */
    public void requireAllTaken() {
        lookup.requireAllTaken();
    }

    /**
     * The weights that were given out, by the keys they were asked for; theirs is the memory, so what is written is
     * computed.
     */
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
