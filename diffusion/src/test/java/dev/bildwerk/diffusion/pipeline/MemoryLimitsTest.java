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
    void explainsWhatCudaSaysWithTheGpusFigures() {
        String text = "CUDA out of memory. Tried to allocate 4.00 GiB. GPU 0 has a total capacity of 7.79 GiB of which "
                + "1.06 GiB is free. Including non-PyTorch memory, this process has 6.70 GiB memory in use.";

        assertThatThrownBy(() -> MemoryLimits.explained("A picture of 4096 x 4096 pixels", () -> {
                    throw new RuntimeException(text);
                }))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.code()).isEqualTo("engine.memory"))
                .hasMessage("A picture of 4096 x 4096 pixels needs more memory than the GPU cuda:0 has (7.79 GiB, of which "
                        + "1.06 GiB are free): close other programs that use it, ask for less, or say --device cpu.");
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
