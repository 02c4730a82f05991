package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The weights of a safetensors file, converted as they are asked for. Each is a copy outside of every {@link Scope}: it
 * lives until {@link #close()}, and the file may be closed before. Weights of four dimensions are stored channels-last.
 *
 * <p>Not for use by several threads at once; the tensors it gave are.
 */
public final class SafetensorsWeights implements Weights, AutoCloseable {
    private final SafetensorsFile file;
    private final WeightNames names;
    private final Placement placement;
    private final Set<String> taken = new HashSet<>();
    private final List<Tensor> tensors = new ArrayList<>();

    public SafetensorsWeights(SafetensorsFile file, WeightNames names, Placement placement) {
        this.file = file;
        this.names = names;
        this.placement = placement;
    }

    /** @throws CheckpointException where the weight is missing, misshapen or no floating-point numbers */
    @Override
    public Tensor get(String key, Init init, long... shape) {
        TensorEntry entry = names.of(key).stream()
                .map(file.tensors()::get)
                .filter(found -> found != null)
                .findFirst()
                .orElseThrow(() -> new CheckpointException(
                        "checkpoint.weight.missing",
                        "%s: the weight %s, which should be %s, is missing: the file is incomplete or of another model."
                                .formatted(file.path(), key, Arrays.toString(shape))));
        if (!Arrays.equals(entry.dimensions(), shape)) {
            throw new CheckpointException(
                    "checkpoint.weight.shape",
                    "%s: the weight %s is %s and should be %s: the file and its config.json are of different models."
                            .formatted(file.path(), entry.name(), entry.shape(), Arrays.toString(shape)));
        }
        if (!entry.dtype().isFloatingPoint()) {
            throw new CheckpointException(
                    "checkpoint.weight.format",
                    "%s: the weight %s is stored as %s; F64, F32, F16 and BF16 can be read."
                            .formatted(file.path(), entry.name(), entry.dtype()));
        }
        taken.add(entry.name());
        try (Scope scope = Scope.open()) {
            Tensor weight = Scope.release(Tensor.over(file.segment(entry), entry.dtype(), shape)
                    .copyTo(placement.device(), placement.precision(), shape.length == 4));
            tensors.add(weight);
            return weight;
        }
    }

    /** @throws CheckpointException where the file holds weights that nobody asked for */
    public void requireAllTaken() {
        List<TensorEntry> surplus = file.entries().stream()
                .filter(entry -> !taken.contains(entry.name()) && !names.isWithoutEffect(entry.name()))
                .toList();
        if (!surplus.isEmpty()) {
            TensorEntry first = surplus.getFirst();
            throw new CheckpointException(
                    "checkpoint.weight.surplus",
                    "%s: the weight %s %s%s has no place in the model that config.json describes."
                            .formatted(
                                    file.path(),
                                    first.name(),
                                    first.shape(),
                                    surplus.size() == 1 ? "" : " (and %d more)".formatted(surplus.size() - 1)));
        }
    }

    /** Frees all weights that were given out. */
    @Override
    public void close() {
        tensors.forEach(Tensor::close);
        tensors.clear();
    }
}
