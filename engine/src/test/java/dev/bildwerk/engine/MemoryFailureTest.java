package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are those that libtorch 2.10 and CUDA's libraries put together. */
class MemoryFailureTest {
    private static final String OF_CUDA = "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 1 has a total capacity of "
            + "7.79 GiB of which 21.06 MiB is free. Including non-PyTorch memory, this process has 7.75 GiB memory in use. "
            + "Of the allocated memory 7.40 GiB is allocated by PyTorch, and 96.51 MiB is reserved by PyTorch but "
            + "unallocated.";

    @ParameterizedTest
    @ValueSource(
            strings = {
                OF_CUDA,
                "CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported at some other API call",
                "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
                "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
            })
    void aGpuOutOfMemoryIsThat(String text) {
        assertThat(MemoryFailure.is(new RuntimeException(text))).isTrue();
        assertThat(MemoryFailure.ofGpu(new RuntimeException(text))).isPresent();
    }

    @Test
    void theGpuIsNamedWithItsFigures() {
        assertThat(MemoryFailure.ofGpu(new RuntimeException(OF_CUDA)))
                .hasValue("the GPU cuda:1 has (7.79 GiB, of which 21.06 MiB are free)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[enforce fail at alloc_cpu.cpp:124] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to "
                        + "allocate 68719476736 bytes. Error code 12 (Cannot allocate memory)",
                "std::bad_alloc",
                "Physical memory usage is too high: physicalBytes (9G) > maxPhysicalBytes (8G)",
            })
    void theMachineOutOfMemoryIsNoGpus(String text) {
        assertThat(MemoryFailure.is(new RuntimeException(text))).isTrue();
        assertThat(MemoryFailure.ofGpu(new RuntimeException(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA error: no kernel image is available for execution on the device",
                "CUDA error: an illegal memory access was encountered",
                "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)",
            })
    void otherFailuresAreNot(String text) {
        assertThat(MemoryFailure.is(new RuntimeException(text))).isFalse();
        assertThat(MemoryFailure.ofGpu(new RuntimeException(text))).isEmpty();
    }

    @Test
    void whatIsExplainedAlreadyIsLeftAlone() {
        assertThat(MemoryFailure.is(new EngineException("engine.memory", "There is not enough memory."))).isFalse();
        assertThat(MemoryFailure.is(new OutOfMemoryError("Java heap space"))).isTrue();
        assertThat(MemoryFailure.is(new RuntimeException((String) null))).isFalse();
    }
}
