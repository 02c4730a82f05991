package dev.bildwerk.diffusion.checkpoint.names;

import java.util.List;

/** Each weight under its own name, and nothing else. */
record DiffusersNames() implements WeightNames {
    @Override
    public List<StoredWeight> of(String key) {
        return List.of(new StoredWeight.Whole(key));
    }

    @Override
    public boolean mayBeLeft(String name) {
        return false;
    }
}
