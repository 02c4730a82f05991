package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.names.StoredWeight;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the weights that a part asks for, checks their shapes, and knows which ones nobody asked for. */
final class WeightLookup {
    private final OpenedWeights files;
    private final WeightNames names;
    private final Set<String> taken = new HashSet<>();

    /** @param stored how the weight lies in the entry */
    record Found(StoredWeight stored, TensorEntry entry) {}

    WeightLookup(OpenedWeights files, WeightNames names) {
        this.files = files;
        this.names = names;
    }

    /** @throws CheckpointException where the weight is missing, misshapen or no floating-point numbers */
    Found take(String key, long... shape) {
        StoredWeight stored = find(key, shape);
        TensorEntry entry = files.find(stored.name());
        if (!stored.fits(entry.shape(), shape)) {
            throw new CheckpointException(
                    "checkpoint.weight.shape",
                    "%s: the weight %s is %s and should be %s: the file's parts or config.json are of other models."
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
        return new Found(stored, entry);
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
    void requireAllTaken() {
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
}
