package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A part of a model and the weights it owns. They are read when it is first asked for, and may be freed for a while: the next
 * who asks has them read again.
 *
 * <p>May be used by several threads at once, until it is closed.
 *
 * @param <P> such as a {@code UNet}
 */
public final class LoadedPart<P> implements AutoCloseable {
    private final PartFiles files;
    private final Placement placement;
    private final Function<Weights, P> build;
    private Held<P> held;
    private boolean closed;

    private record Held<P>(P part, SafetensorsWeights weights) {}

    private LoadedPart(PartFiles files, Placement placement, Function<Weights, P> build) {
        this.files = files;
        this.placement = placement;
        this.build = build;
    }

    /**
     * Builds a part from its files, whose every weight must have its place in it.
     *
     * @param build makes the part from its weights
     * @throws CheckpointException where a weight is missing, surplus or misshapen
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where a file is not whole
     */
    public static <P> LoadedPart<P> read(PartFiles files, Placement placement, Function<Weights, P> build) {
        LoadedPart<P> part = new LoadedPart<>(files, placement, build);
        part.part();
        return part;
    }

    /** Builds a part from one file; see {@link #read(PartFiles, Placement, Function)}. */
    public static <P> LoadedPart<P> read(
            Path path, WeightNames names, Placement placement, Function<Weights, P> build) {
        return read(new PartFiles(WeightSource.of(path), names), placement, build);
    }

    /** The same, but that the weights are not read before they are needed; that all are there is known at once. */
    static <P> LoadedPart<P> whenNeeded(PartFiles files, Placement placement, Function<Weights, P> build) {
        try (OpenedWeights opened = files.source().open();
                Scope scope = Scope.open()) {
            WeightLookup lookup = new WeightLookup(opened, files.names());
            Tensor nothing = Tensor.zeros(DType.F32, 1);
            build.apply((key, init, shape) -> {
                lookup.take(key, shape);
                return nothing.expand(shape);
            });
            lookup.requireAllTaken();
        }
        return new LoadedPart<>(files, placement, build);
    }

    /** Not to be used once this is freed or closed. */
    public P part() {
        return held().part();
    }

    public SafetensorsWeights weights() {
        return held().weights();
    }

    private synchronized Held<P> held() {
        if (closed) {
            throw new IllegalStateException("%s was closed.".formatted(files.source().path()));
        }
        if (held == null) {
            held = load();
        }
        return held;
    }

    private Held<P> load() {
        try (OpenedWeights opened = files.source().open()) {
            SafetensorsWeights weights = new SafetensorsWeights(opened, files.names(), placement);
            try {
                P part = build.apply(weights);
                weights.requireAllTaken();
                return new Held<>(part, weights);
            } catch (RuntimeException | Error e) {
                weights.close();
                throw e;
            }
        }
    }

    /** Whether its weights are in memory at the moment. */
    public synchronized boolean isHeld() {
        return held != null;
    }

    /** Frees the weights until they are asked for again. Nothing may be using them, on any thread. */
    public synchronized void free() {
        if (held != null) {
            held.weights().close();
            held = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        free();
    }
}
