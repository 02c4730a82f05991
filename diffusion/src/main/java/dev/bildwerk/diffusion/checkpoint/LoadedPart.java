package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.engine.Weights;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A part of a model and the weights it owns.
 *
 * <p>May be used by several threads at once, until it is closed.
 *
 * @param part such as a {@code UNet}; not to be used once this is closed
 */
public record LoadedPart<P>(P part, SafetensorsWeights weights) implements AutoCloseable {

    /**
     * Builds a part from its files, whose every weight must have its place in it.
     *
     * @param build makes the part from its weights
     * @throws CheckpointException where a weight is missing, surplus or misshapen
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where a file is not whole
     */
    public static <P> LoadedPart<P> read(PartFiles files, Placement placement, Function<Weights, P> build) {
        try (OpenedWeights opened = files.source().open()) {
            SafetensorsWeights weights = new SafetensorsWeights(opened, files.names(), placement);
            try {
                P part = build.apply(weights);
                weights.requireAllTaken();
                return new LoadedPart<>(part, weights);
            } catch (RuntimeException | Error e) {
                weights.close();
                throw e;
            }
        }
    }

    /** Builds a part from one file; see {@link #read(PartFiles, Placement, Function)}. */
    public static <P> LoadedPart<P> read(
            Path path, WeightNames names, Placement placement, Function<Weights, P> build) {
        return read(new PartFiles(WeightSource.of(path), names), placement, build);
    }

    @Override
    public void close() {
        weights.close();
    }
}
