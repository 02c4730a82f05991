package dev.bildwerk.diffusion.adapter;

import java.nio.file.Path;
import java.util.Objects;

/**
 * An adapter and how much of it.
 *
 * @param file in safetensors format
 * @param unetStrength 0 for none of it, 1 for all; below 0 and beyond 1 are possible
 * @param textStrength the same for the text encoders
 */
public record AdapterUse(Path file, double unetStrength, double textStrength) {
    private static final double MOST = 100;

    public AdapterUse {
        Objects.requireNonNull(file, "file");
        if (!(Math.abs(unetStrength) <= MOST && Math.abs(textStrength) <= MOST)) {
            throw new AdapterException(
                    "adapter.strength",
                    "The strengths of %s are %s and %s; they are -%.0f to %.0f, and 1 is usual."
                            .formatted(file.getFileName(), unetStrength, textStrength, MOST, MOST));
        }
    }
}
