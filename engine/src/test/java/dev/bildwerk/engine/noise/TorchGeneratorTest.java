package dev.bildwerk.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchGeneratorTest {
    /** The published values below are printed with four decimals. */
    private static final float PRINTED = 6e-5f;

    /**
     * torch's vector code has its own logarithm, sine and cosine in single precision: an angle of up to 2 pi is rounded
     * by 2.4e-7, times a radius of at most 5.8.
     */
    private static final float SINGLE_PRECISION = 1e-5f;

    @Test
    void drawsTheKnownValuesOfAShortTensor() {
        assertClose(
                new TorchGenerator(0).normal(6),
                new float[] {1.5410f, -0.2934f, -2.1788f, 0.5684f, -1.0845f, -1.3986f},
                PRINTED);
    }

    @Test
    void drawsTheKnownValuesOfABlock() {
        float[] seed0 = {
            -1.1258f, -1.1524f, -0.2506f, -0.4339f, 0.8487f, 0.6920f, -0.3160f, -2.1152f,
            0.3223f, -1.2633f, 0.3500f, 0.3081f, 0.1198f, 1.2377f, 1.1168f, -0.2473f
        };
        float[] seed42 = {1.9269f, 1.4873f, 0.9007f, -2.1055f, 0.6784f, -1.2345f, -0.0431f, -1.6047f};

        assertClose(new TorchGenerator(0).normal(16), seed0, PRINTED);
        assertClose(Arrays.copyOf(new TorchGenerator(42).normal(64), 8), seed42, PRINTED);
    }

    @Test
    void drawsTheLastBlockAgainWhenTheLengthIsNoMultipleOfSixteen() {
        float[] known = {
            -1.1258f, -1.1524f, -0.2506f, -0.4339f, 0.5988f, -1.5551f, -0.3414f, 1.8530f, 0.4681f, -0.1577f,
            1.4437f, 0.2660f, 1.3894f, 1.5863f, 0.9463f, -0.8437f, 0.9318f, 1.2590f, 2.0050f, 0.0537f
        };

        assertClose(new TorchGenerator(0).normal(20), known, PRINTED);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "42", "2147483648", "4294967295", "4294967296", "9007199254740993", "-1"})
    void agreesWithLibtorchOverDrawsThatFollowEachOther(long seed) {
        TorchGenerator generator = new TorchGenerator(seed);
        torch.manual_seed(seed);

        for (int n : new int[] {3, 4, 16, 1, 5, 17, 1000, 2, 31, 4096, 15, 1}) {
            assertClose(generator.normal(n), libtorch(torch.randn(n)), SINGLE_PRECISION);
        }
    }

    @Test
    void drawsTheUniformValuesOfLibtorchExactly() {
        torch.manual_seed(7);

        assertThat(new TorchGenerator(7).uniform(1000)).containsExactly(libtorch(torch.rand(1000)));
    }

    @Test
    void usesTheLow32BitsOfTheSeed() {
        assertThat(new TorchGenerator((5L << 32) + 9).normal(20)).containsExactly(new TorchGenerator(9).normal(20));
    }

    @Test
    void followsTheReferenceOfTheMersenneTwister() {
        TorchGenerator generator = new TorchGenerator(5489);
        int last = 0;
        for (int i = 0; i < 10_000; i++) {
            last = generator.nextInt32();
        }

        // The C++ standard requires this of std::mt19937 ([rand.predef]).
        assertThat(Integer.toUnsignedLong(last)).isEqualTo(4123659995L);
    }

    @Test
    void drawsValuesOfMeanZeroAndDeviationOne() {
        float[] values = new TorchGenerator(3).normal(100_000);
        double mean = stream(values).average().orElseThrow();
        double variance = stream(values).map(v -> v * v).average().orElseThrow();

        // Five standard errors.
        assertThat(mean).isCloseTo(0, within(0.016));
        assertThat(variance).isCloseTo(1, within(0.023));
    }

    @Test
    void drawsNothingForALengthOfZero() {
        TorchGenerator generator = new TorchGenerator(1);

        assertThat(generator.normal(0)).isEmpty();
        assertThat(generator.normal(4)).containsExactly(new TorchGenerator(1).normal(4));
    }

    private static DoubleStream stream(float[] values) {
        return java.util.stream.IntStream.range(0, values.length).mapToDouble(i -> values[i]);
    }

    private static float[] libtorch(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        tensor.data_ptr_float().get(values);
        return values;
    }

    private static void assertClose(float[] actual, float[] expected, float tolerance) {
        assertThat(actual).usingComparatorWithPrecision(tolerance).containsExactly(expected);
    }
}
