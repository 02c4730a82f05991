package dev.bildwerk.engine;

import static dev.bildwerk.engine.RandomTensors.random;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionTest {
    @ParameterizedTest(name = "{0} channels, stride {1}, weights in {2}")
    @CsvSource({"256, 1, F32", "256, 1, F16", "256, 2, F32", "6, 1, F32", "6, 2, BF16"})
    void piecesAreConvolvedAsTheWholeIs(int channels, int stride, DType stored) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Tensor x = random(1, 1, channels, 26, 50).channelsLast();
            Tensor weight = random(2, channels, channels, 3, 3)
                    .mul(1 / Math.sqrt(9.0 * channels))
                    .to(stored);
            ConvolutionMap map = new ConvolutionMap.Wide(weight, random(3, channels), stride);
            Tensor whole = map.apply(x, 0);
            UnaryOperator<Tensor> ofPieces = map.ofPieces(x.narrow(2, 0, 26));

            assertThat(map.outChannels()).isEqualTo(channels);
            for (int rows : new int[] {24, 12, 2}) {
                int results = rows / stride;
                for (int from = 0; from + results <= whole.size(2); from += results) {
                    Tensor piece = x.narrow(2, (long) from * stride, (results - 1L) * stride + 3);
                    Tensor expected = whole.narrow(2, from, results);
                    assertThat(ofPieces.apply(piece).sub(expected).abs().max()).isLessThan(1e-4);
                }
            }
        }
    }

    @Test
    void piecesCountAsManyOperationsAsTheyAre() {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Tensor x = random(4, 1, 256, 50, 50).channelsLast();
            UnaryOperator<Tensor> ofPieces =
                    new ConvolutionMap.Wide(random(5, 256, 256, 3, 3), null, 1).ofPieces(x);
            assertThat(Flops.of(() -> ofPieces.apply(x))).isEqualTo(2L * 48 * 48 * 256 * 256 * 9);
        }
    }
}
