package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.EngineException;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import org.junit.jupiter.api.Test;

class MemoryLimitsTest {
    @Test
    void countsTheWeightsOfAllParts() {
        assertThat(Checkpoint.open(MiniatureModels.folder("sd1")).parameters()).isBetween(250_000L, 750_000L);
    }

    @Test
    void explainsWhatTheAllocatorSays() {
        EngineException error = catchThrowableOfType(
                EngineException.class,
                () -> MemoryLimits.explained("This test", () -> {
                    try (Scope scope = Scope.open()) {
                        return Tensor.zeros(DType.F32, 1L << 30, 1L << 20);
                    }
                }));
        assertThat(error.code()).isEqualTo("engine.memory");
        assertThat(error).hasMessageStartingWith("This test needs more memory");
    }

    @Test
    void leavesOtherErrorsAsTheyAre() {
        IllegalStateException other = new IllegalStateException("something else");
        assertThatThrownBy(() -> MemoryLimits.explained("This test", () -> {
                    throw other;
                }))
                .isSameAs(other);
    }
}
