package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScopeTest {

    @Test
    void onlyTheResultOfAPieceOfWorkOutlivesIt() {
        Tensor[] inside = new Tensor[1];
        try (Scope scope = Scope.open()) {
            Tensor result = Scope.only(() -> {
                inside[0] = Tensor.of(new float[] {1, 2}, 2);
                return inside[0].add(1);
            });
            assertThat(result.toFloats()).containsExactly(2, 3);
            assertThat(inside[0].pointer().isNull()).isTrue();
        }
    }

    @Test
    void theArgumentOfAPieceOfWorkMayBeItsResult() {
        try (Scope scope = Scope.open()) {
            Tensor argument = Tensor.of(new float[] {1, 2}, 2);
            assertThat(Scope.only(() -> argument)).isSameAs(argument);
            assertThat(argument.add(1).toFloats()).containsExactly(2, 3);
        }
    }

    @Test
    void aPieceOfWorkThatFailsLeavesNothingBehind() {
        Tensor[] inside = new Tensor[1];
        assertThatThrownBy(() -> Scope.only(() -> {
                    inside[0] = Tensor.of(new float[] {1, 2}, 2);
                    return inside[0].reshape(3);
                }))
                .isInstanceOf(RuntimeException.class);
        assertThat(inside[0].pointer().isNull()).isTrue();
    }

    @Test
    void aGradientReachesThroughAPieceOfWork() {
        try (Scope scope = Scope.open()) {
            Tensor leaf = Tensor.of(new float[] {3}, 1).requireGradient();
            Scope.only(() -> leaf.square().mul(2)).sum().backward();
            assertThat(leaf.gradient().toFloats()).containsExactly(12);
        }
    }

    @Test
    void aPartOutlivesTheScopeThatItWasCutIn() {
        try (Scope scope = Scope.open()) {
            Tensor part = Scope.only(() -> Tensor.of(new float[] {1, 2, 3, 4}, 4).chunk(2, 0)[1]);
            for (int i = 0; i < 100; i++) {
                Tensor.of(new float[] {9, 9, 9, 9}, 4).chunk(2, 0);
            }
            assertThat(part.toFloats()).containsExactly(3, 4);
        }
    }

    @Test
    void aScopeFartherOutTakesATensorOver() {
        Tensor adopted;
        Tensor left;
        try (Scope outer = Scope.open()) {
            assertThat(Scope.innermost()).isSameAs(outer);
            try (Scope middle = Scope.open();
                    Scope inner = Scope.open()) {
                adopted = outer.adopt(Tensor.of(new float[] {1, 2}, 2));
                left = middle.adopt(Tensor.of(new float[] {3}, 1));
            }
            assertThat(Scope.innermost()).isSameAs(outer);
            assertThat(adopted.toFloats()).containsExactly(1, 2);
            assertThat(left.pointer().isNull()).isTrue();
        }
        assertThat(adopted.pointer().isNull()).isTrue();
    }
}
