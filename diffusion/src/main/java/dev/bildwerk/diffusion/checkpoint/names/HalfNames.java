package dev.bildwerk.diffusion.checkpoint.names;

import java.util.List;

/**
 * Each weight under its own name, beside others that belong to the other half.
 *
 * @param prefix of this half's names
 */
public record HalfNames(String prefix) implements WeightNames {
    @Override
    public List<StoredWeight> of(String key) {
        return List.of(new StoredWeight.Whole(key));
    }

    @Override
    public boolean mayBeLeft(String name) {
        return !name.startsWith(prefix);
    }
}
