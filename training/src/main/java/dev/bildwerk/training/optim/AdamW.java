package dev.bildwerk.training.optim;

import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019) over a {@link ParameterSet}, with clipping of the gradient's
 * norm and a moving average of the weights. Its arithmetic is that of torch's AdamW.
 */
public final class AdamW implements AutoCloseable {

    /**
     * @param beta1 decay of the gradient's average
     * @param beta2 decay of the squared gradient's average
     * @param epsilon added to the square root
     * @param weightDecay relative to the learning rate
     * @param clipNorm the gradient's longest norm
     */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay, double clipNorm) {
        public static final Settings DEFAULT = new Settings(0.9, 0.99, 1e-8, 0.01, 1.0);
    }

    /** Values moved at a time: what a dozen passes touch stays in the processor's cache. */
    private static final long BLOCK = 1 << 17;

    private final ParameterSet parameters;
    private final Settings settings;
    private final Tensor first;
    private final Tensor second;
    private final List<ParameterSet.Stretch> stretches;
    private long steps;

    public AdamW(ParameterSet parameters, Settings settings) {
        this(parameters, settings, key -> 1);
    }

    /** @param pace for each weight's key what its learning rate is multiplied by */
    public AdamW(ParameterSet parameters, Settings settings, ToDoubleFunction<String> pace) {
        this.parameters = parameters;
        this.settings = settings;
        stretches = parameters.stretches(pace);
        try (Scope scope = Scope.open()) {
            first = Scope.release(Tensor.zeros(DType.F32, parameters.count()).to(parameters.master().device()));
            second = Scope.release(Tensor.zeros(DType.F32, parameters.count()).to(parameters.master().device()));
        }
    }

    /** Steps taken so far. */
    public long steps() {
        return steps;
    }

    /**
     * Moves the weights along the gradients of the last backward pass.
     *
     * @param averageDecay how much of the weights' moving average is kept
     * @return the gradient's norm before it was clipped
     */
    public double step(double learningRate, double averageDecay) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Tensor gradient = parameters.gatherGradient();
            double norm = gradient.norm();
            if (!Double.isFinite(norm)) {
                // One overflowing batch must not end a run of hours: it is left out.
                return norm;
            }
            steps++;
            double shortened = norm > settings.clipNorm() ? settings.clipNorm() / norm : 1;
            for (ParameterSet.Stretch stretch : stretches) {
                long end = stretch.offset() + stretch.count();
                for (long start = stretch.offset(); start < end; start += BLOCK) {
                    move(gradient, start, Math.min(BLOCK, end - start), shortened, learningRate * stretch.pace(), averageDecay);
                }
            }
            return norm;
        }
    }

    private void move(Tensor gradients, long start, long count, double shortened, double rate, double averageDecay) {
        try (Scope scope = Scope.open()) {
            Tensor gradient = gradients.narrow(0, start, count);
            Tensor mean = first.narrow(0, start, count);
            Tensor square = second.narrow(0, start, count);
            Tensor values = parameters.master().narrow(0, start, count);
            if (shortened != 1) {
                gradient.mulInPlace(shortened);
            }
            mean.lerpInPlace(gradient, 1 - settings.beta1());
            square.mulInPlace(settings.beta2()).addProductInPlace(gradient, gradient, 1 - settings.beta2());
            double correction1 = 1 - Math.pow(settings.beta1(), steps);
            double correction2 = 1 - Math.pow(settings.beta2(), steps);
            Tensor denominator =
                    square.sqrt().mulInPlace(1 / Math.sqrt(correction2)).addInPlace(settings.epsilon());
            values.mulInPlace(1 - rate * settings.weightDecay());
            values.addQuotientInPlace(mean, denominator, -rate / correction1);
            parameters.average().narrow(0, start, count).lerpInPlace(values, 1 - averageDecay);
            parameters.publish(start, count);
        }
    }

    /** Everything that the next step depends on. */
    public TrainingState state() {
        return new TrainingState(steps, parameters.master(), parameters.average(), first, second);
    }

    /** Goes on from a state that {@link #state} gave. */
    public void resume(TrainingState state) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            steps = state.steps();
            parameters.master().copyInPlace(state.master());
            parameters.average().copyInPlace(state.average());
            first.copyInPlace(state.first());
            second.copyInPlace(state.second());
            parameters.publish();
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
