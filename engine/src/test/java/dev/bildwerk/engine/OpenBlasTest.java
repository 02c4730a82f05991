package dev.bildwerk.engine;

import static dev.bildwerk.engine.RandomTensors.random;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenBlasTest {
    private final OpenBlas blas = OpenBlas.loaded().orElseThrow();

    @Test
    void multipliesOnSeveralThreadsAsLibtorchDoes() {
        try (Scope scope = Scope.open()) {
            Tensor a = random(1, 4, 37, 21);
            Tensor b = random(2, 4, 19, 21);
            Tensor products = Tensor.zeros(DType.F32, 4, 37, 19);
            blas.onOneThreadEach(() -> SharedWork.run(
                    4,
                    worker -> blas.productWithTransposed(
                            0.5f, matrix(a, worker), matrix(b, worker), matrix(products, worker))));
            assertThat(products.sub(a.matmul(b.transpose(1, 2)).mul(0.5)).abs().max()).isLessThan(1e-5);
        }
    }

    @Test
    void multipliesAPartOfLargerMatrices() {
        try (Scope scope = Scope.open()) {
            Tensor a = random(1, 9, 20);
            Tensor b = random(2, 6, 30);
            Tensor product = Tensor.zeros(DType.F32, 9, 40);
            blas.product(part(a, 4, 6), part(b, 7, 11), part(product, 3, 11));
            Tensor expected = a.narrow(1, 4, 6).matmul(b.narrow(1, 7, 11));
            assertThat(product.narrow(1, 3, 11).sub(expected).abs().max()).isLessThan(1e-5);
            assertThat(product.narrow(1, 0, 3).abs().max()).isZero();
            assertThat(product.narrow(1, 14, 26).abs().max()).isZero();
        }
    }

    @Test
    void hasAllItsThreadsAgainAfterwards() {
        int before = blas.threads();
        blas.onOneThreadEach(() -> {
            assertThat(blas.threads()).isEqualTo(1);
            blas.onOneThreadEach(() -> assertThat(blas.threads()).isEqualTo(1));
            assertThat(blas.threads()).isEqualTo(1);
        });
        assertThat(blas.threads()).isEqualTo(before);
        try {
            blas.onOneThreadEach(() -> {
                throw new IllegalStateException("stopped");
            });
        } catch (IllegalStateException stopped) {
            assertThat(stopped).hasMessage("stopped");
        }
        assertThat(blas.threads()).isEqualTo(before);
    }

    private static OpenBlas.Matrix matrix(Tensor matrices, int index) {
        int rows = (int) matrices.size(1);
        int columns = (int) matrices.size(2);
        long bytes = (long) rows * columns * Float.BYTES;
        return OpenBlas.Matrix.dense(matrices.segment().asSlice(index * bytes, bytes), rows, columns);
    }

    private static OpenBlas.Matrix part(Tensor matrix, long firstColumn, int columns) {
        return new OpenBlas.Matrix(
                matrix.segment().asSlice(firstColumn * Float.BYTES),
                (int) matrix.size(0),
                columns,
                (int) matrix.size(1));
    }
}
