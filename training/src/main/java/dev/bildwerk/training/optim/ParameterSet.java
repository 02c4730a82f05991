package dev.bildwerk.training.optim;

import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * All weights of the modules that are trained together, in flat tensors: the fp32 values that the optimizer changes
 * ({@link #master}), their exponential moving average ({@link #average}), and the copies in the format of the computation,
 * which the modules hold and gradients are taken of.
 *
 * <p>Flat storage makes an optimizer step a few passes over one long vector instead of a dozen calls a weight.
 */
public final class ParameterSet implements AutoCloseable {
    private final Map<String, Parameter> parameters;
    private final Tensor master;
    private final Tensor average;
    private final Tensor compute;
    private final Tensor gradient;
    private final Map<String, Tensor> leaves = new LinkedHashMap<>();
    private final long count;

    private ParameterSet(Map<String, Parameter> parameters, long count, DType format, Device device, long seed) {
        this.parameters = parameters;
        this.count = count;
        try (Scope scope = Scope.open()) {
            Tensor values = initial(parameters.values(), count, seed).to(device);
            master = Scope.release(values);
            average = Scope.release(values.copy());
            compute = Scope.release(format == DType.F32 ? values : values.to(format));
            gradient = Scope.release(Tensor.zeros(DType.F32, count).to(device));
            for (Parameter parameter : parameters.values()) {
                Tensor leaf = parameter.view(compute).detach().requireGradient();
                leaves.put(parameter.key(), Scope.release(leaf));
            }
        }
    }

    /**
     * The weights that a module asks for when it is built. It is built once here, only to be asked; the caller builds it again
     * with {@link #weights}.
     *
     * @param build makes the module from the weights it is given
     * @param format of the computation, bf16 or fp32; the values that are trained are fp32 always
     * @param seed of the random beginning
     */
    public static ParameterSet of(Consumer<Weights> build, DType format, Device device, long seed) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        long[] offset = {0};
        try (Scope scope = Scope.open()) {
            Tensor placeholder = Tensor.zeros(DType.F32, 1);
            build.accept((key, init, shape) -> {
                long count = 1;
                List<Long> sizes = new ArrayList<>();
                for (long size : shape) {
                    count *= size;
                    sizes.add(size);
                }
                Parameter parameter = new Parameter(key, sizes, init, offset[0], count);
                if (parameters.put(key, parameter) != null) {
                    throw new IllegalStateException("The weight %s was asked for twice.".formatted(key));
                }
                offset[0] += count;
                return placeholder;
            });
        }
        return new ParameterSet(parameters, offset[0], format, device, seed);
    }

    private static Tensor initial(Iterable<Parameter> parameters, long count, long seed) {
        float[] values = new float[Math.toIntExact(count)];
        for (Parameter parameter : parameters) {
            SplittableRandom random = new SplittableRandom(seed ^ parameter.key().hashCode() * 0x9E3779B97F4A7C15L);
            int from = Math.toIntExact(parameter.offset());
            int to = from + Math.toIntExact(parameter.count());
            for (int i = from; i < to; i++) {
                values[i] = switch (parameter.init()) {
                    case Init.Constant constant -> (float) constant.value();
                    case Init.Normal normal -> (float) (random.nextGaussian() * normal.standardDeviation());
                    case Init.NormalRows normal -> {
                        long row = (i - from) / (parameter.count() / parameter.shape().getFirst());
                        yield row < normal.rows()
                                ? (float) (random.nextGaussian() * normal.standardDeviation())
                                : 0;
                    }
                    case Init.Uniform uniform -> (float) ((2 * random.nextDouble() - 1) * uniform.bound());
                };
            }
        }
        return Tensor.of(values, count);
    }

    /** The weights to build modules with that are trained: changing with every optimizer step. */
    public Weights weights() {
        return (key, init, shape) -> leaves.get(key);
    }

    /** The averaged weights in a format, as copies that belong to the open scope: for samples and for the finished model. */
    public Weights averaged(DType format) {
        return (key, init, shape) -> {
            Tensor view = parameters.get(key).view(average);
            return format == DType.F32 ? view.copy() : view.to(format);
        };
    }

    public List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /**
     * Takes weights that were trained apart, as values and as averages.
     *
     * @param prefix under which they stand here, with its point
     */
    public void take(String prefix, ParameterSet trained) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            for (Parameter parameter : trained.parameters.values()) {
                Parameter own = parameters.get(prefix + parameter.key());
                own.view(master).copyInPlace(parameter.view(trained.average));
                own.view(average).copyInPlace(parameter.view(trained.average));
            }
        }
        publish();
    }

    /** Neighbouring weights that learn at the same pace, as one stretch of the flat storage. */
    record Stretch(long offset, long count, double pace) {}

    List<Stretch> stretches(ToDoubleFunction<String> pace) {
        List<Stretch> stretches = new ArrayList<>();
        for (Parameter parameter : parameters.values()) {
            double own = pace.applyAsDouble(parameter.key());
            if (!stretches.isEmpty() && stretches.getLast().pace() == own) {
                Stretch last = stretches.removeLast();
                stretches.add(new Stretch(last.offset(), last.count() + parameter.count(), own));
            } else {
                stretches.add(new Stretch(parameter.offset(), parameter.count(), own));
            }
        }
        return stretches;
    }

    /** The averaged value of one weight, contiguous, in fp32 on the CPU. */
    public Tensor average(Parameter parameter) {
        return parameter.view(average).to(Device.CPU).contiguous();
    }

    /** Number of values in all weights. */
    public long count() {
        return count;
    }

    /** {@code [count]}, fp32 */
    Tensor master() {
        return master;
    }

    /** {@code [count]}, fp32 */
    Tensor average() {
        return average;
    }

    /** The gradient of the last backward pass, {@code [count]}, fp32; the weights' own are cleared. */
    Tensor gatherGradient() {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            for (Parameter parameter : parameters.values()) {
                Tensor leaf = leaves.get(parameter.key());
                Tensor own = leaf.gradient();
                Tensor target = parameter.view(gradient);
                if (own == null) {
                    target.mulInPlace(0);
                } else {
                    target.copyInPlace(own);
                }
                leaf.clearGradient();
            }
        }
        return gradient;
    }

    /** Brings the optimizer's values to the weights that are computed with. */
    void publish() {
        publish(0, count);
    }

    /** Brings a stretch of them. */
    void publish(long offset, long length) {
        if (compute != master) {
            try (Autograd off = Autograd.off();
                    Scope scope = Scope.open()) {
                compute.narrow(0, offset, length).copyInPlace(master.narrow(0, offset, length));
            }
        }
    }

    @Override
    public void close() {
        leaves.values().forEach(Tensor::close);
        gradient.close();
        if (compute != master) {
            compute.close();
        }
        average.close();
        master.close();
    }
}
