package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.engine.noise.TorchGenerator;
import org.junit.jupiter.api.Test;

class FusedAttentionTest {
    private static final int TOKENS = 64;
    private static final int WIDTH = 64;
    private static final double LARGEST_F16 = 65504;

    /** Stable Diffusion 2.1's {@code upcast_attention} is there because products of queries and keys leave fp16's range. */
    @Test
    void inFp16ProductsBeyondItsRangeAreNoHarm() {
        try (Scope scope = Scope.open()) {
            Tensor query = random(1).mul(60).to(DType.F16);
            Tensor key = random(2).mul(60).to(DType.F16);
            Tensor value = random(3).to(DType.F16);
            double largest = query.to(DType.F32).matmul(key.to(DType.F32).transpose(2, 3)).abs().max();
            assertThat(largest).isGreaterThan(LARGEST_F16);

            Tensor answer = query.scaledDotProductAttention(key, value, null, false);
            Tensor exact = query.to(DType.F32)
                    .scaledDotProductAttention(key.to(DType.F32), value.to(DType.F32), null, false);

            assertThat(answer.isFinite()).isTrue();
            assertThat(answer.to(DType.F32).sub(exact).abs().max()).isLessThan(2e-3);
        }
    }

    private static Tensor random(long seed) {
        return Tensor.of(new TorchGenerator(seed).normal(2 * TOKENS * WIDTH), 1, 2, TOKENS, WIDTH);
    }
}
