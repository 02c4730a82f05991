package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is recorded and when, with a recording that does the work again instead of a device. */
class FixedShapesTest {
    private static final Function<List<Tensor>, Tensor> PRODUCT = given -> given.get(0).mul(given.get(1)).add(1);

    private final List<String> events = new ArrayList<>();

    private final class Again implements FixedShapes.Recording {
        private Runnable work;

        @Override
        public void record(Runnable given) {
            events.add("record");
            work = given;
            work.run();
        }

        @Override
        public void replay() {
            events.add("replay");
            work.run();
        }

        @Override
        public void close() {
            events.add("close");
        }
    }

    @Test
    void recordsOnceAndReplaysWithTheValuesOfEachQuestion() {
        try (Scope scope = Scope.open();
                FixedShapes product = new FixedShapes(PRODUCT, Again::new)) {
            assertThat(product.apply(pair(2, 3)).toFloats()).containsExactly(7, 7);
            assertThat(product.apply(pair(4, 5)).toFloats()).containsExactly(21, 21);
            assertThat(product.apply(pair(-1, 5)).toFloats()).containsExactly(-4, -4);
        }
        assertThat(events).containsExactly("record", "replay", "replay", "replay", "close");
    }

    @Test
    void anAnswerStaysAsItIsWhenTheNextQuestionIsAsked() {
        try (Scope scope = Scope.open();
                FixedShapes product = new FixedShapes(PRODUCT, Again::new)) {
            Tensor first = product.apply(pair(2, 3));
            product.apply(pair(4, 5));

            assertThat(first.toFloats()).containsExactly(7, 7);
        }
    }

    @Test
    void theQuestionIsNotChangedAndMayBeFreed() {
        try (FixedShapes product = new FixedShapes(PRODUCT, Again::new)) {
            for (int i = 0; i < 3; i++) {
                try (Scope scope = Scope.open()) {
                    List<Tensor> pair = pair(i, 3);
                    assertThat(product.apply(pair).toFloats()).containsExactly(3 * i + 1, 3 * i + 1);
                    assertThat(pair.getFirst().toFloats()).containsExactly(i, i);
                }
            }
        }
    }

    @Test
    void otherShapesAndFormatsAreRecordedAnew() {
        try (Scope scope = Scope.open();
                FixedShapes product = new FixedShapes(PRODUCT, Again::new)) {
            product.apply(pair(2, 3));
            Tensor one = Tensor.of(new float[] {2}, 1);
            assertThat(product.apply(List.of(one, one)).toFloats()).containsExactly(5);
            assertThat(product.apply(List.of(one.to(DType.F64), one.to(DType.F64))).dtype()).isEqualTo(DType.F64);
        }
        assertThat(events)
                .containsExactly("record", "replay", "close", "record", "replay", "close", "record", "replay", "close");
    }

    @Test
    void whatCannotBeRecordedLeavesNothingBehind() {
        try (Scope scope = Scope.open();
                FixedShapes broken = new FixedShapes(
                        PRODUCT, () -> new FixedShapes.Recording() {
                            @Override
                            public void record(Runnable work) {
                                throw new EngineException("engine.cuda-graph", "It was not recorded.");
                            }

                            @Override
                            public void replay() {
                                events.add("replay");
                            }

                            @Override
                            public void close() {
                                events.add("close");
                            }
                        })) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> broken.apply(pair(2, 3))).hasMessage("It was not recorded.");
            }
        }
        assertThat(events).containsExactly("close", "close");
    }

    private static List<Tensor> pair(float a, float b) {
        return List.of(Tensor.of(new float[] {a, a}, 2), Tensor.of(new float[] {b, b}, 2));
    }
}
