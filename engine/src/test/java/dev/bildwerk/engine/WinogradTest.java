package dev.bildwerk.engine;

import static dev.bildwerk.engine.RandomTensors.random;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WinogradTest {
    @ParameterizedTest(name = "{0} pictures, {1} x {2} pixels, padding {3}")
    @CsvSource({
        "1, 4, 4, 1", "1, 6, 6, 0", "2, 8, 12, 1", "1, 5, 7, 1", "3, 9, 3, 1", "1, 3, 3, 0", "2, 11, 10, 0", "1, 1, 1, 1", "2, 2, 17, 1"
    })
    void computesWhatTheDefinitionSays(int batch, int height, int width, int padding) {
        try (Scope scope = Scope.open()) {
            Tensor x = random(1, batch, 5, height, width).channelsLast();
            Tensor weight = random(2, 3, 5, 3, 3).channelsLast();
            Tensor bias = random(3, 3);
            assertThat(Winograd.apply(x, weight, bias, padding).shape())
                    .containsExactly(batch, 3, height + 2L * padding - 2, width + 2L * padding - 2);
            assertClose(Winograd.apply(x, weight, bias, padding), defined(x, weight, bias, padding));
        }
    }

    @ParameterizedTest(name = "{0} threads with {1} tiles at once each")
    @CsvSource({"1, 1", "1, 2", "2, 5", "3, 4", "1, 36", "2, 100"})
    void computesTheSameInWhateverPieces(int threads, int tilesAtOnce) {
        try (Scope scope = Scope.open()) {
            Tensor x = random(4, 2, 7, 22, 10).channelsLast();
            Tensor weight = random(5, 6, 7, 3, 3);
            Tensor weights = Winograd.transformed(weight);
            WinogradRoom room = WinogradRoom.of(WinogradShape.of(x, weights, 1), threads, tilesAtOnce);
            assertClose(Winograd.applyTransformed(x, weights, null, 1, room), defined(x, weight, null, 1));
        }
    }

    @Test
    void computesTheSameWithLibtorchsOwnProducts() {
        try (Scope scope = Scope.open()) {
            Tensor x = random(4, 2, 7, 22, 10).channelsLast();
            Tensor weight = random(5, 6, 7, 3, 3);
            Tensor bias = random(6, 6);
            Tensor weights = Winograd.transformed(weight);
            WinogradRoom room = WinogradRoom.of(WinogradShape.of(x, weights, 1), 2, 7);
            assertClose(
                    Winograd.applyTransformed(x, weights, bias, 1, room, Optional.empty()), defined(x, weight, bias, 1));
        }
    }

    @Test
    void servesSeveralThreadsAtOnce() throws Exception {
        try (Scope scope = Scope.open()) {
            Tensor x = random(4, 2, 16, 30, 30).channelsLast();
            Tensor weight = random(5, 16, 16, 3, 3);
            Tensor defined = defined(x, weight, null, 1);
            List<Callable<Void>> calls = Collections.nCopies(8, () -> {
                try (Scope own = Scope.open()) {
                    assertClose(Winograd.apply(x, weight, null, 1), defined);
                }
                return null;
            });
            try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
                for (Future<Void> call : callers.invokeAll(calls)) {
                    call.get();
                }
            }
        }
    }

    @Test
    void takesPicturesAndWeightsInAnyOrderOfMemory() {
        try (Scope scope = Scope.open()) {
            Tensor x = random(6, 1, 4, 8, 8);
            Tensor weight = random(7, 4, 4, 3, 3);
            Tensor defined = defined(x, weight, null, 1);
            assertClose(Winograd.apply(x, weight, null, 1), defined);
            assertClose(Winograd.apply(x.channelsLast(), weight.channelsLast(), null, 1), defined);
            assertClose(Winograd.apply(x.transpose(2, 3), weight.transpose(2, 3), null, 1).transpose(2, 3), defined);
        }
    }

    @Test
    void isChosenWhereItPaysAndGivesTheSame() {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Tensor x = random(8, Threads.inUse(), 256, 48, 48).channelsLast();
            Tensor weight = random(9, 256, 256, 3, 3).mul(1 / Math.sqrt(9 * 256)).channelsLast();
            Tensor bias = random(10, 256);
            assertThat(Winograd.pays(x, weight, 1)).isTrue();
            assertClose(Convolution.apply(x, weight, bias, 1, 1), defined(x, weight, bias, 1));
            assertThat(Flops.of(() -> Convolution.apply(x, weight, bias, 1, 1)))
                    .isEqualTo(2L * Threads.inUse() * 48 * 48 * 256 * 256 * 9);
        }
    }

    @Test
    void isNotChosenForHalvingTrainingOtherFormatsAndSmallPictures() {
        try (Scope scope = Scope.open()) {
            Tensor x = random(8, Threads.inUse(), 256, 48, 48);
            Tensor weight = random(9, 256, 256, 3, 3);
            assertThat(Winograd.pays(x, weight, 1)).isTrue();
            assertThat(Winograd.pays(x.to(DType.BF16), weight.to(DType.BF16), 1)).isFalse();
            assertThat(Winograd.pays(x.narrow(2, 0, 8), weight, 1)).isFalse();
            assertThat(Winograd.pays(x, random(9, 256, 256, 1, 1), 0)).isFalse();
            assertThat(Winograd.pays(x.narrow(1, 0, 64), weight.narrow(1, 0, 64), 1)).isFalse();
            assertThat(Winograd.pays(x, weight.copy().requireGradient(), 1)).isFalse();
            assertThat(Winograd.pays(x.narrow(1, 0, 128), weight.narrow(0, 0, 128).narrow(1, 0, 128), 1)).isFalse();
            assertThat(Winograd.paysInPieces(x.narrow(1, 0, 128), weight.narrow(0, 0, 128).narrow(1, 0, 128))).isTrue();
            assertThat(Convolution.apply(x, weight, null, 2, 1).shape()).containsExactly(Threads.inUse(), 256, 24, 24);
        }
    }

    private static Tensor defined(Tensor x, Tensor weight, Tensor bias, int padding) {
        return x.to(DType.F64)
                .conv2d(weight.to(DType.F64), bias == null ? null : bias.to(DType.F64), 1, padding);
    }

    private static void assertClose(Tensor computed, Tensor defined) {
        double error = computed.to(DType.F64).sub(defined).square().mean().sqrt().item();
        assertThat(error / defined.square().mean().sqrt().item()).isLessThan(5e-6);
    }
}
