package dev.bildwerk.training.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import org.junit.jupiter.api.Test;

class AdamWTest {
    /** No clipping, as torch's optimizer has none. */
    private static final AdamW.Settings TORCH = new AdamW.Settings(0.9, 0.999, 1e-8, 0.01, Double.MAX_VALUE);

    @Test
    void aGradientThatIsTooLongIsShortenedToTheClippingNorm() {
        try (Scope scope = Scope.open();
                ParameterSet set = constant(4, DType.F32);
                AdamW optimizer = new AdamW(set, new AdamW.Settings(0.9, 0.999, 1e-8, 0, 1))) {
            weight(set, 4).mul(Tensor.of(new float[] {30, 0, 40, 0}, 4)).sum().backward();
            assertThat(optimizer.step(1e-3, 0)).isCloseTo(50, within(1e-4));
            float[] first = optimizer.state().first().toFloats();
            assertThat(first[0]).isCloseTo(0.06f, within(1e-6f));
            assertThat(first[2]).isCloseTo(0.08f, within(1e-6f));
        }
    }

    @Test
    void aStepWithAnInfiniteGradientLeavesTheWeightsAlone() {
        try (Scope scope = Scope.open();
                ParameterSet set = constant(2, DType.F32);
                AdamW optimizer = new AdamW(set, TORCH)) {
            weight(set, 2).mul(Tensor.of(new float[] {Float.POSITIVE_INFINITY, 1}, 2)).sum().backward();
            assertThat(optimizer.step(1e-2, 0)).isNotFinite();
            assertThat(set.master().toFloats()).containsOnly(1f);
            assertThat(optimizer.steps()).isZero();
        }
    }

    @Test
    void theComputedCopyFollowsTheExactWeightsInItsOwnFormat() {
        try (Scope scope = Scope.open();
                ParameterSet set = constant(2, DType.BF16);
                AdamW optimizer = new AdamW(set, TORCH)) {
            Tensor weight = weight(set, 2);
            weight.to(DType.F32).sum().backward();
            optimizer.step(0.1, 0);
            assertThat(weight.dtype()).isEqualTo(DType.BF16);
            assertThat(weight.toFloats()).isEqualTo(set.master().to(DType.BF16).toFloats());
            assertThat(weight.toFloats()[0]).isLessThan(1f);
        }
    }

    private static ParameterSet constant(int count, DType format) {
        return ParameterSet.of(w -> w.get("weight", Init.ONES, count), format, Device.CPU, 1);
    }

    private static Tensor weight(ParameterSet set, int count) {
        Weights weights = set.weights();
        return weights.get("weight", Init.ONES, count);
    }
}
