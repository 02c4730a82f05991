package dev.bildwerk.engine;

import static dev.bildwerk.engine.RandomTensors.random;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DividedProductTest {
    private final OpenBlas blas = OpenBlas.loaded().orElseThrow();

    @ParameterizedTest(name = "{0} x {1} by {1} x {2}")
    @CsvSource({
        "1, 1, 1", "3, 5, 7", "0, 4, 3", "4, 0, 3", "4, 3, 0", "130, 70, 90", "90, 70, 130", "1, 300, 2000", "2000, 300, 1"
    })
    void multipliesMatricesOfAnyShapeAndOrder(int rows, int inner, int columns) {
        try (Scope scope = Scope.open()) {
            Tensor a = random(1, rows, inner);
            Tensor b = random(2, inner, columns);
            Tensor expected = a.to(DType.F64).matmul(b.to(DType.F64)).to(DType.F32);
            assertSame(DividedProduct.of(blas, a, b), expected);
            assertSame(DividedProduct.of(blas, turned(a), b), expected);
            assertSame(DividedProduct.of(blas, a, turned(b)), expected);
            assertSame(DividedProduct.of(blas, turned(a), turned(b)), expected);
        }
    }

    @ParameterizedTest(name = "{0} x {1} to {2}")
    @CsvSource({"1, 1, 1", "3, 5, 7", "2, 0, 3", "130, 70, 90", "40, 70, 630", "1, 300, 2000"})
    void isALinearLayerWithAndWithoutBias(int rows, int in, int out) {
        try (Scope scope = Scope.open()) {
            Tensor x = random(1, 2, rows, in);
            Tensor weight = random(2, out, in);
            Tensor bias = random(3, out);
            Tensor product = x.to(DType.F64).matmul(weight.to(DType.F64).transpose(0, 1));
            assertSame(DividedProduct.linear(blas, x, weight, null), product.to(DType.F32));
            assertSame(DividedProduct.linear(blas, x, weight, bias), product.add(bias).to(DType.F32));
            assertSame(
                    DividedProduct.linear(blas, x.transpose(0, 1), turned(weight), bias),
                    product.add(bias).to(DType.F32).transpose(0, 1));
        }
    }

    @Test
    void givesTheSameBitsWhateverElseTheProcessMultiplies() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (Scope scope = Scope.open();
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            Tensor x = random(1, 200, 300);
            Tensor weight = random(2, 700, 300);
            float[] alone = x.linear(weight, null).toFloats();
            Future<?> busy = other.submit(() -> {
                while (!stop.get()) {
                    try (Autograd off = Autograd.off();
                            Scope own = Scope.open()) {
                        random(3, 64, 64).matmul(random(4, 64, 64));
                    }
                }
            });
            try {
                for (int i = 0; i < 50; i++) {
                    assertThat(x.linear(weight, null).toFloats()).isEqualTo(alone);
                }
            } finally {
                stop.set(true);
            }
            busy.get();
        }
    }

    private static Tensor turned(Tensor matrix) {
        return matrix.transpose(0, 1).contiguous().transpose(0, 1);
    }

    private static void assertSame(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        if (actual.count() > 0) {
            assertThat(actual.sub(expected).abs().max()).isLessThan(5e-5);
        }
    }
}
