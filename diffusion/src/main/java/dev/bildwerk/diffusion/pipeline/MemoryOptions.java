package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.WeightStorage;
import dev.bildwerk.diffusion.vae.VaeTiling;
import java.util.Objects;

/**
 * What is done so that a model takes less memory.
 *
 * @param weights how large they are kept; null for FULL where the memory suffices, else as the file has them
 * @param vaeTiling whether pictures go through the autoencoder in strips
 * @param low whether each part is freed when it has done its work on a picture, and read again for the next; false for only
 *     where the memory would not suffice
 */
public record MemoryOptions(WeightStorage weights, VaeTiling vaeTiling, boolean low) {
    public static final MemoryOptions AUTOMATIC = new MemoryOptions(null, VaeTiling.AUTO, false);

    public MemoryOptions {
        Objects.requireNonNull(vaeTiling, "vaeTiling");
    }
}
