package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlopsTest {
    @Test
    void countsTwoForEachMultiplyAddOfALinearLayer() {
        assertThat(inScope(() -> zeros(2, 7, 5).linear(zeros(11, 5), zeros(11)))).isEqualTo(2 * 2 * 7 * 5 * 11);
    }

    @Test
    void countsAProductOfBatches() {
        assertThat(inScope(() -> zeros(3, 4, 5).matmul(zeros(3, 5, 6)))).isEqualTo(2 * 3 * 4 * 5 * 6);
    }

    @Test
    void countsAConvolutionByTheSizeThatItGives() {
        // A kernel of 3 with stride 2 and padding 1 makes 8 x 6 pixels 4 x 3.
        assertThat(inScope(() -> zeros(2, 5, 8, 6).conv2d(zeros(7, 5, 3, 3), zeros(7), 2, 1)))
                .isEqualTo(2L * 2 * 7 * 4 * 3 * 5 * 3 * 3);
    }

    @Test
    void countsBothProductsOfAttention() {
        Tensor[] none = new Tensor[1];
        assertThat(inScope(() -> Attention.attend(zeros(2, 10, 12), zeros(2, 4, 12), zeros(2, 4, 12), 3, none[0])))
                .isEqualTo(2 * 2 * 2 * 10 * 4 * 12);
    }

    @Test
    void countsTheSameWhetherAttentionIsDoneAtOnceOrInPieces() {
        long tokens = 1500; // More rows than one piece takes.
        assertThat(inScope(() -> Attention.attend(zeros(1, tokens, 8), zeros(1, tokens, 8), zeros(1, tokens, 8), 2, null)))
                .isEqualTo(2 * 2 * tokens * tokens * 8);
    }

    @Test
    void countsNothingElse() {
        assertThat(inScope(() -> zeros(2, 4, 4, 4).silu().groupNorm(2, null, null, 1e-5).softmax(-1))).isZero();
    }

    private static long inScope(Runnable work) {
        return Flops.of(() -> {
            try (Scope scope = Scope.open()) {
                work.run();
            }
        });
    }

    private static Tensor zeros(long... shape) {
        return Tensor.zeros(DType.F32, shape);
    }
}
