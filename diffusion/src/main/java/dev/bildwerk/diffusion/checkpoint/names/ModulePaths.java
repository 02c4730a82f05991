package dev.bildwerk.diffusion.checkpoint.names;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A one-to-one renaming of modules: {@code a.b} becomes {@code x}, and with it {@code a.b.weight} becomes {@code
 * x.weight}. Immutable.
 */
public final class ModulePaths {
    private final Map<String, String> targets;

    private ModulePaths(Map<String, String> targets) {
        this.targets = targets;
    }

    /** The new name of a weight, or of a module; empty where none of its modules is renamed. */
    public Optional<String> rename(String key) {
        for (int end = key.length(); end > 0; end = key.lastIndexOf('.', end - 1)) {
            String target = targets.get(key.substring(0, end));
            if (target != null) {
                return Optional.of(target + key.substring(end));
            }
        }
        return Optional.empty();
    }

    /** The way back. */
    public ModulePaths inverse() {
        Builder inverse = new Builder();
        targets.forEach((from, to) -> inverse.put(to, from));
        return inverse.build();
    }

    static final class Builder {
        private final Map<String, String> targets = new LinkedHashMap<>();

        Builder put(String from, String to) {
            if (targets.put(from, to) != null) {
                throw new IllegalArgumentException("%s is renamed twice.".formatted(from));
            }
            return this;
        }

        ModulePaths build() {
            return new ModulePaths(Map.copyOf(targets));
        }
    }
}
