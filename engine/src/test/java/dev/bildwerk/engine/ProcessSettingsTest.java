package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.engine.cpu.ResidentMemory;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class ProcessSettingsTest {
    private static final long TENSOR = 96L << 20;

    @Test
    void leavesMallocAloneWhereTheEnvironmentSaysSo() {
        assertThat(ProcessSettings.mayChangeMalloc(Map.of())).isTrue();
        assertThat(ProcessSettings.mayChangeMalloc(Map.of("MALLOC_ARENA_MAX", "1"))).isTrue();
        assertThat(ProcessSettings.mayChangeMalloc(Map.of("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"))).isTrue();
        assertThat(ProcessSettings.mayChangeMalloc(Map.of("GLIBC_TUNABLES", "glibc.malloc.mmap_max=7"))).isFalse();
        assertThat(ProcessSettings.mayChangeMalloc(Map.of("MALLOC_MMAP_THRESHOLD_", "1"))).isFalse();
        assertThat(ProcessSettings.mayChangeMalloc(Map.of("MALLOC_TRIM_THRESHOLD_", "1"))).isFalse();
        assertThat(ProcessSettings.mayChangeMalloc(Map.of("MALLOC_TOP_PAD_", "1"))).isFalse();
    }

    /** Nothing of it is asserted where the system does not tell what is resident: there it may be as it likes. */
    @Test
    void aFreedTensorsMemoryStaysForTheNextAndIsGivenBackWhenAsked() {
        ResidentMemory.now().ifPresent(unused -> {
            touchedAndFreed(); // Loads the library.
            long before = touchedAndFreed();
            assertThat(ResidentMemory.now().orElseThrow() - before).isGreaterThan(TENSOR / 2);
            FreedMemory.giveBack();
            assertThat(ResidentMemory.now().orElseThrow() - before).isLessThan(TENSOR / 2);
        });
    }

    @Test
    void aModelMayBeLargerThanFourTimesJavasHeap() {
        LibTorch.await();

        assertThat(Pointer.maxPhysicalBytes()).isZero();
    }

    private static long touchedAndFreed() {
        FreedMemory.giveBack();
        long before = ResidentMemory.now().orElseThrow();
        try (Scope scope = Scope.open()) {
            Tensor.zeros(DType.F32, TENSOR / Float.BYTES).addInPlace(1);
        }
        return before;
    }
}
