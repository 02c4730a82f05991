package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers in eight bits against the same ones in F32. */
class Int8Test {
    /** Of normal values in seven bits: a step is a hundredth of their spread. */
    private static final double CLOSE = 0.03;

    private final Random random = new Random(7);
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 64, 64", "77, 768, 320", "2, 5, 3", "300, 33, 1"})
    void aLinearMapIsCloseToTheWideOne(int rows, int in, int out) {
        Tensor x = normal(2, rows, in);
        Tensor weight = normal(out, in);
        Tensor bias = normal(out);

        Tensor answer = linear(x, weight, bias);

        assertThat(answer.shape()).isEqualTo(new long[] {2, rows, out});
        assertThat(error(answer, x.linear(weight, bias))).isLessThan(CLOSE);
        assertThat(error(linear(x, weight, null), x.linear(weight, null))).isLessThan(CLOSE);
    }

    @ParameterizedTest
    @CsvSource({"64, 96, 16, 3, 1, 1", "32, 32, 9, 3, 2, 1", "128, 64, 8, 1, 1, 0", "3, 5, 11, 3, 1, 0", "192, 64, 4, 3, 1, 1"})
    void aConvolutionIsCloseToTheWideOne(int in, int out, int side, int size, int stride, int padding) {
        Tensor x = normal(2, in, side, side + 1).add(0.5);
        Tensor weight = normal(out, in, size, size);
        Tensor bias = normal(out);

        Tensor answer = convolve(x, weight, bias, stride, padding);

        Tensor wide = x.conv2d(weight, bias, stride, padding);
        assertThat(answer.shape()).isEqualTo(wide.shape());
        assertThat(error(answer, wide)).isLessThan(CLOSE);
        assertThat(error(
                        convolve(x, weight, null, stride, padding), x.conv2d(weight, null, stride, padding)))
                .isLessThan(CLOSE);
    }

    /** Where pairs of products are added in 16 bits, 2 * 255 * 127 would not fit. */
    @ParameterizedTest
    @ValueSource(floats = {1, -1})
    void theLargestSumsOfALinearMapDoNotOverflow(float sign) {
        int in = 2048;
        Tensor x = Tensor.zeros(DType.F32, 64, in).add(1);
        Tensor weight = Tensor.zeros(DType.F32, 48, in).add(sign);

        assertAll(linear(x, weight, null), sign * in, 0.001f);
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 1", "-1, 3, 1", "1, 1, 1", "-1, 1, 1", "1, 3, 2"})
    void theLargestSumsOfAConvolutionDoNotOverflow(float sign, int size, int stride) {
        int in = 320;
        Tensor x = Tensor.zeros(DType.F32, 2, in, 12, 12).add(1);
        Tensor weight = Tensor.zeros(DType.F32, 64, in, size, size).add(sign);

        assertAll(convolve(x, weight, null, stride, 0), sign * in * size * size, 0.001f);
    }

    @Test
    void sumsOfBothSignsThatReachTheEndsDoNotOverflow() {
        int in = 1024;
        float[] ends = new float[in];
        for (int i = 0; i < in; i++) {
            ends[i] = i % 4 < 2 ? 1 : -1;
        }
        Tensor x = Tensor.of(ends, 1, in).expand(40, in).contiguous();
        Tensor weight = Tensor.of(ends, 1, in).expand(40, in).contiguous();

        assertAll(linear(x, weight, null), in, 0.01f);
        Tensor picture = x.reshape(40, in, 1, 1).expand(40, in, 4, 4);
        assertAll(convolve(picture, weight.reshape(40, in, 1, 1), null, 1, 0), in, 0.01f);
    }

    @Test
    void zerosGiveTheBias() {
        Tensor bias = normal(6);

        assertThat(linear(Tensor.zeros(DType.F32, 3, 8), normal(6, 8), bias).select(0, 2).toFloats())
                .isEqualTo(bias.toFloats());
        Tensor still = convolve(Tensor.zeros(DType.F32, 1, 8, 5, 5), normal(6, 8, 3, 3), bias, 1, 1);
        assertThat(still.select(0, 0).select(1, 2).select(1, 2).toFloats()).isEqualTo(bias.toFloats());
    }

    @Test
    void aChannelOfZerosStaysZero() {
        Tensor weight = Tensor.cat(0, Tensor.zeros(DType.F32, 1, 16), normal(3, 16));

        assertThat(linear(normal(4, 16), weight, null).select(1, 0).toFloats()).containsOnly(0);
    }

    /** Each channel has a scale of its own: a large one does not drown a small one. */
    @Test
    void smallChannelsBesideLargeOnesAreAsExact() {
        Tensor small = normal(4, 64).mul(1e-3);
        Tensor x = normal(32, 64);

        Tensor answer = linear(x, Tensor.cat(0, small, normal(4, 64).mul(1e3)), null);

        assertThat(error(answer.narrow(1, 0, 4), x.linear(small, null))).isLessThan(CLOSE);
    }

    /** Padding is zeros, also where no value is near 0. */
    @Test
    void paddingIsZeroFarFromZero() {
        Tensor x = Tensor.zeros(DType.F32, 1, 4, 6, 6).add(100);
        Tensor weight = Tensor.zeros(DType.F32, 2, 4, 3, 3).add(1);

        float[] answer = convolve(x, weight, null, 1, 1).toFloats();

        assertThat(answer[0]).isCloseTo(1600, within(5f));
        assertThat(answer[7]).isCloseTo(3600, within(5f));
    }

    @Test
    void answersInTheFormatThatItIsGiven() {
        Tensor x = normal(2, 16).to(DType.BF16);
        Tensor weight = normal(8, 16);
        assertThat(linear(x, weight, null).dtype()).isEqualTo(DType.BF16);
        assertThat(error(linear(x, weight, null).to(DType.F32), x.to(DType.F32).linear(weight, null)))
                .isLessThan(CLOSE);

        Tensor picture = normal(1, 16, 4, 4).to(DType.BF16);
        Tensor kernel = normal(8, 16, 3, 3);
        assertThat(convolve(picture, kernel, normal(8), 1, 1).dtype()).isEqualTo(DType.BF16);
        assertThat(error(
                        convolve(picture, kernel, null, 1, 1).to(DType.F32),
                        picture.to(DType.F32).conv2d(kernel, null, 1, 1)))
                .isLessThan(CLOSE);
    }

    @Test
    void operationsAreCountedAsThoseOfWideLayers() {
        Tensor x = normal(3, 5, 8);
        Tensor picture = normal(2, 8, 6, 6);

        assertThat(Flops.of(() -> linear(x, normal(4, 8), null))).isEqualTo(2L * 3 * 5 * 8 * 4);
        assertThat(Flops.of(() -> convolve(picture, normal(4, 8, 3, 3), null, 2, 1)))
                .isEqualTo(2L * 2 * 4 * 3 * 3 * 8 * 9);
    }

    @Test
    void outlivesTheScopeThatItWasMadeInAndManyCalls() {
        Tensor weight = normal(64, 64);
        Tensor kernel = normal(64, 64, 3, 3);
        Int8LinearMap map;
        Int8ConvolutionMap convolution;
        try (Scope inner = Scope.open()) {
            map = Int8LinearMap.of(weight.mul(1), null);
            convolution = Int8ConvolutionMap.of(kernel.mul(1), normal(64), 1);
        }
        Tensor x = normal(8, 64);
        Tensor picture = normal(1, 64, 8, 8);
        float[] first = map.apply(x).toFloats();
        float[] firstPicture = convolution.apply(picture, 1).toFloats();
        for (int i = 0; i < 50; i++) {
            try (Scope inner = Scope.open()) {
                assertThat(Arrays.equals(map.apply(x).toFloats(), first)).isTrue();
                assertThat(Arrays.equals(convolution.apply(picture, 1).toFloats(), firstPicture)).isTrue();
            }
        }
        map.close();
        convolution.close();
    }

    @Test
    void severalThreadsGetWhatOneGets() throws Exception {
        try (Int8LinearMap map = Int8LinearMap.of(normal(96, 64), normal(96));
                Int8ConvolutionMap convolution = Int8ConvolutionMap.of(normal(48, 32, 3, 3), normal(48), 1);
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Tensor x = normal(200, 64);
            Tensor picture = normal(2, 32, 12, 12);
            float[] alone = map.apply(x).toFloats();
            float[] pictureAlone = convolution.apply(picture, 1).toFloats();
            List<Future<Boolean>> same = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                same.add(threads.submit(() -> {
                    try (Scope own = Scope.open()) {
                        return Arrays.equals(map.apply(x).toFloats(), alone)
                                && Arrays.equals(convolution.apply(picture, 1).toFloats(), pictureAlone);
                    }
                }));
            }
            for (Future<Boolean> each : same) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    private static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        try (Int8LinearMap map = Int8LinearMap.of(weight, bias)) {
            return map.apply(x);
        }
    }

    private static Tensor convolve(Tensor x, Tensor weight, Tensor bias, int stride, int padding) {
        try (Int8ConvolutionMap convolution = Int8ConvolutionMap.of(weight, bias, stride)) {
            return convolution.apply(x, padding);
        }
    }

    private static void assertAll(Tensor answer, float value, float share) {
        float[] expected = new float[(int) answer.count()];
        Arrays.fill(expected, value);
        assertThat(answer.toFloats()).containsExactly(expected, within(Math.abs(value) * share));
    }

    /** Of the whole, beside the size of what is right. */
    private static double error(Tensor answer, Tensor right) {
        return answer.sub(right).norm() / right.norm();
    }

    private Tensor normal(long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(values, shape);
    }
}
