package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class TensorOverMemoryTest {

    @Test
    void seesTheMemoryItselfAndNoCopy() {
        try (Arena arena = Arena.ofConfined(); Scope scope = Scope.open()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3, 4, 5, 6);
            Tensor tensor = Tensor.over(memory, DType.F32, 2, 3);
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, 5, 60);
            assertThat(tensor.shape()).containsExactly(2, 3);
            assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4, 5, 60);
        }
    }

    @Test
    void readsElementsAtOddAddresses() {
        try (Arena arena = Arena.ofConfined(); Scope scope = Scope.open()) {
            MemorySegment memory = arena.allocate(9, 8).asSlice(1);
            memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 0, 1.5f);
            memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4, -2.5f);
            assertThat(Tensor.over(memory, DType.F32, 2).toFloats()).containsExactly(1.5f, -2.5f);
        }
    }

    @Test
    void takesATensorWithoutElements() {
        try (Arena arena = Arena.ofConfined(); Scope scope = Scope.open()) {
            assertThat(Tensor.over(arena.allocate(0), DType.F32, 0, 3).toFloats()).isEmpty();
        }
    }

    @Test
    void aCopyOutlivesTheMemory() {
        Tensor copy;
        try (Arena arena = Arena.ofConfined(); Scope scope = Scope.open()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3, 4, 5, 6, 7, 8);
            copy = Scope.release(Tensor.over(memory, DType.F32, 1, 2, 2, 2).copyTo(Device.CPU, DType.F32, true));
            memory.fill((byte) 0);
        }
        try (copy) {
            assertThat(copy.toFloats()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        }
    }

    @Test
    void refusesAShapeThatTheMemoryDoesNotFill() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(8);
            assertThatThrownBy(() -> Tensor.over(memory, DType.F32, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[3]");
        }
    }

    @Test
    void refusesMemoryOnTheHeap() {
        assertThatThrownBy(() -> Tensor.over(MemorySegment.ofArray(new float[2]), DType.F32, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("heap");
    }
}
