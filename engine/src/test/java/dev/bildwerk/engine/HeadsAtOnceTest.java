package dev.bildwerk.engine;

import static dev.bildwerk.engine.RandomTensors.random;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadsAtOnceTest {
    private final OpenBlas blas = OpenBlas.loaded().orElseThrow();

    @ParameterizedTest(name = "{0} pictures, {1} tokens to {2}, {3} heads of {4}, values {5} wide")
    @CsvSource({
        "1, 1, 1, 1, 1, 1",
        "2, 5, 3, 3, 4, 4",
        "1, 3, 77, 2, 8, 8",
        "2, 7, 7, 1, 5, 9",
        "1, 2300, 1700, 1, 3, 3", // Pieces of which the last has fewer rows.
        "2, 700, 2100, 3, 2, 4", // More pieces than are done at once.
        "1, 2, 1200000, 1, 1, 1" // A row of more scores than a piece is to have.
    })
    void attendsAsTheDefinitionSays(int batch, int asking, int answering, int heads, int width, int valueWidth) {
        try (Scope scope = Scope.open()) {
            Tensor query = random(1, batch, asking, heads * width).mul(2);
            Tensor key = random(2, batch, answering, heads * width);
            Tensor value = random(3, batch, answering, heads * valueWidth);
            Tensor attended = HeadsAtOnce.attend(blas, query, key, value, heads, null);
            assertThat(attended.shape()).containsExactly(batch, asking, heads * valueWidth);
            assertThat(attended.sub(defined(query, key, value, heads)).abs().max()).isLessThan(2e-6);
        }
    }

    @ParameterizedTest(name = "{0} tokens")
    @ValueSource(ints = {1, 7, 77, 1500}) // Of 1500 there are several pieces of a head.
    void nobodySeesWhatComesAfterWhereAMaskForbidsIt(int tokens) {
        try (Scope scope = Scope.open()) {
            float[] mask = new float[tokens * tokens];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = i % tokens > i / tokens ? Float.NEGATIVE_INFINITY : 0;
            }
            Tensor query = random(1, 2, tokens, 6);
            Tensor key = random(2, 2, tokens, 6);
            Tensor value = random(3, 2, tokens, 6);
            Tensor causal = Tensor.of(mask, tokens, tokens);
            Tensor attended = HeadsAtOnce.attend(blas, query, key, value, 3, causal);
            assertThat(attended.sub(defined(query, key, value, 3, causal)).abs().max()).isLessThan(2e-6);
            assertThat(attended.narrow(1, 0, 1).sub(value.narrow(1, 0, 1)).abs().max()).isLessThan(1e-6);
        }
    }

    @Test
    void takesTensorsInAnyOrderOfMemory() {
        try (Scope scope = Scope.open()) {
            Tensor query = random(1, 8, 6, 2).permute(2, 1, 0);
            Tensor key = random(2, 1, 4, 8).expand(2, 4, 8);
            Tensor value = random(3, 2, 4, 16).narrow(2, 4, 8);
            Tensor attended = HeadsAtOnce.attend(blas, query, key, value, 2, null);
            assertThat(attended.sub(defined(query, key, value, 2)).abs().max()).isLessThan(2e-6);
        }
    }

    @Test
    void scoresOfAnySizeAreNoHarm() {
        try (Scope scope = Scope.open()) {
            Tensor query = random(1, 1, 40, 8).mul(1000);
            Tensor key = random(2, 1, 30, 8).mul(1000);
            Tensor value = random(3, 1, 30, 8);
            Tensor attended = HeadsAtOnce.attend(blas, query, key, value, 1, null);
            assertThat(attended.isFinite()).isTrue();
            assertThat(attended.abs().max()).isLessThanOrEqualTo(value.abs().max());
        }
    }

    @Test
    void gradientsPassThroughAttention() {
        try (Scope scope = Scope.open()) {
            Tensor query = random(1, 1, 6, 8).requireGradient();
            Attention.attend(query, random(2, 1, 4, 8), random(3, 1, 4, 8), 2, null)
                    .square()
                    .mean()
                    .backward();
            assertThat(query.gradient().abs().max()).isPositive();
        }
    }

    private static Tensor defined(Tensor query, Tensor key, Tensor value, int heads) {
        return defined(query, key, value, heads, Tensor.zeros(DType.F32, query.size(1), key.size(1)));
    }

    private static Tensor defined(Tensor query, Tensor key, Tensor value, int heads, Tensor mask) {
        Tensor q = split(query, heads);
        Tensor scores = q.matmul(split(key, heads).transpose(2, 3)).mul(1 / Math.sqrt(q.size(3)));
        Tensor mixed = scores.add(mask).softmax(-1).matmul(split(value, heads)).transpose(1, 2);
        return mixed.reshape(query.size(0), query.size(1), value.size(2)).to(DType.F32);
    }

    private static Tensor split(Tensor x, int heads) {
        return x.to(DType.F64)
                .reshape(x.size(0), x.size(1), heads, x.size(2) / heads)
                .transpose(1, 2);
    }
}
