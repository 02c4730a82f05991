package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.engine.ConvolutionMap;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Int8ConvolutionMap;
import dev.bildwerk.engine.Int8LinearMap;
import dev.bildwerk.engine.LinearMap;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of safetensors files, converted as they are asked for, one at a time. Each is a copy outside of every
 * {@link Scope}: it lives until {@link #close()}, and the files may be closed before. Weights of four dimensions are
 * stored channels-last.
 *
 * <p>Not for use by several threads at once; the tensors it gave are.
 */
public final class SafetensorsWeights implements Weights, AutoCloseable {
    private final OpenedWeights files;
    private final WeightLookup lookup;
    private final Placement placement;
    private final Map<String, Tensor> loaded = new LinkedHashMap<>();
    private final List<Runnable> packed = new ArrayList<>();
    private final List<MemorySegment> reading = new ArrayList<>();

    public SafetensorsWeights(OpenedWeights files, WeightNames names, Placement placement) {
        this.files = files;
        this.lookup = new WeightLookup(files, names);
        this.placement = placement;
    }

    /** @throws CheckpointException where the weight is missing, misshapen or no floating-point numbers */
    @Override
    public Tensor get(String key, Init init, long... shape) {
        try (Scope scope = Scope.open()) {
            Tensor stored = stored(key, shape);
            DType kept = placement.kept(stored.dtype(), shape.length);
            Tensor weight = Scope.release(kept(stored, kept));
            loaded.put(key, weight);
            return weight;
        } finally {
            doneReading();
        }
    }

    @Override
    public LinearMap linear(String weight, Init weightInit, String bias, Init biasInit, long... shape) {
        if (placement.storage() != WeightStorage.INT8) {
            return Weights.super.linear(weight, weightInit, bias, biasInit, shape);
        }
        try (Scope scope = Scope.open()) {
            Int8LinearMap map = Int8LinearMap.of(
                    stored(weight, shape), bias == null ? null : stored(bias, shape[0]));
            packed.add(map::close);
            return map;
        } finally {
            doneReading();
        }
    }

    @Override
    public ConvolutionMap convolution(
            String weight, Init weightInit, String bias, Init biasInit, int stride, long... shape) {
        if (placement.storage() != WeightStorage.INT8) {
            return Weights.super.convolution(weight, weightInit, bias, biasInit, stride, shape);
        }
        try (Scope scope = Scope.open()) {
            Int8ConvolutionMap convolution = Int8ConvolutionMap.of(
                    stored(weight, shape), bias == null ? null : stored(bias, shape[0]), stride);
            packed.add(convolution::close);
            return convolution;
        } finally {
            doneReading();
        }
    }

    /** As it lies in the file; of the innermost scope. */
    private Tensor stored(String key, long... shape) {
        WeightLookup.Found found = lookup.take(key, shape);
        TensorEntry entry = found.entry();
        MemorySegment bytes = files.segment(entry);
        reading.add(bytes);
        return found.stored().view(Tensor.over(bytes, entry.dtype(), entry.dimensions()), shape);
    }

    /** What was read of a file counts as this process's memory until it says that it is done with it. */
    private void doneReading() {
        reading.forEach(MemorySegment::unload);
        reading.clear();
    }

    private Tensor kept(Tensor stored, DType format) {
        boolean channelsLast = stored.dimensions() == 4;
        Tensor weight = stored.copyTo(placement.device(), format, channelsLast);
        boolean mayOverflow = format == DType.F16 && stored.dtype() != DType.F16;
        return mayOverflow && !weight.isFinite()
                ? stored.copyTo(placement.device(), placement.precision(), channelsLast)
                : weight;
    }

    /** @throws CheckpointException where the files hold weights that nobody asked for */
    public void requireAllTaken() {
        lookup.requireAllTaken();
    }

    /**
     * The weights that were given out, by the keys they were asked for; theirs is the memory, so what is written is
     * computed. Those that are kept in eight bits are not among them.
     */
    public Map<String, Tensor> loaded() {
        return Collections.unmodifiableMap(loaded);
    }

    /** Frees all weights that were given out. */
    @Override
    public void close() {
        loaded.values().forEach(Tensor::close);
        loaded.clear();
        packed.forEach(Runnable::run);
        packed.clear();
    }
}
