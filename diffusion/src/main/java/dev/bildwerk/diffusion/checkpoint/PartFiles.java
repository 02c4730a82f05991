package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.names.WeightNames;

/**
 * Where a part of a model lies.
 *
 * @param names under which the files hold what the part asks for
 */
public record PartFiles(WeightSource source, WeightNames names) {

    /** How many bytes its weights take in memory. */
    public long bytes(Placement placement) {
        try (OpenedWeights opened = source.open()) {
            return opened.entries().stream()
                    .filter(entry -> !names.mayBeLeft(entry.name()))
                    .mapToLong(entry -> entry.elementCount()
                            * placement.keptBytes(entry.dtype(), entry.shape().size()))
                    .sum();
        }
    }
}
