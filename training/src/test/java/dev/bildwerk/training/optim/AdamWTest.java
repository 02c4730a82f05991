package dev.bildwerk.training.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private static final Path FIXTURE =
            Path.of("../diffusion/src/test/resources/fixtures/models/mini/gradients.safetensors");

    /** No clipping, as torch's optimizer has none. */
    private static final AdamW.Settings TORCH = new AdamW.Settings(0.9, 0.999, 1e-8, 0.01, Double.MAX_VALUE);

    @Test
    void twoStepsAreThoseOfTorch() {
        float[] start = fixture("adamw.0");
        try (Scope scope = Scope.open();
                ParameterSet set = constant(start.length, DType.F32);
                AdamW optimizer = new AdamW(set, TORCH)) {
            set.master().copyInPlace(Tensor.of(start, start.length));
            Tensor weight = weight(set, start.length);
            for (int step = 1; step <= 2; step++) {
                weight.mul(Tensor.of(fixture("adamw.grad." + step), start.length)).sum().backward();
                optimizer.step(1e-2, 0);
                float[] expected = fixture("adamw." + step);
                float[] actual = set.master().toFloats();
                for (int i = 0; i < expected.length; i++) {
                    assertThat(actual[i]).isCloseTo(expected[i], within(1e-6f));
                }
            }
        }
    }

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

    private static float[] fixture(String name) {
        try (SafetensorsFile file = SafetensorsFile.open(FIXTURE)) {
            TensorEntry entry = file.tensors().get(name);
            assertThat(entry).as(name).isNotNull();
            assertThat(entry.dtype()).isEqualTo(DType.F32);
            return file.segment(entry).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        }
    }
}
