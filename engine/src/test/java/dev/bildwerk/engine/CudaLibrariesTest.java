package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CudaLibrariesTest {
    private static final List<String> NAMES = List.of("libcuda.so.1", "libcudart.so.13", "libcudnn.so.9");

    @Test
    void nothingIsWrongWhereAllAreThere() {
        assertThat(CudaLibraries.problem(NAMES, name -> true)).isEmpty();
    }

    @Test
    void theDriverIsMissedFirst() {
        assertThat(CudaLibraries.problem(NAMES, name -> false))
                .hasValue("NVIDIA's driver (libcuda.so.1) was not found: install it, or use --device cpu.");
    }

    @Test
    void theFirstMissingLibraryIsNamed() {
        assertThat(CudaLibraries.problem(NAMES, Set.of("libcuda.so.1", "libcudnn.so.9")::contains))
                .hasValueSatisfying(sentence -> assertThat(sentence).startsWith("NVIDIA's library libcudart.so.13 was not"));
    }

    @Test
    void aLibraryThatIsNotThereDoesNotLoad() {
        assertThat(CudaLibraries.load("libno-such-library-of-nvidia.so.13")).isFalse();
    }

    @Test
    void theRuntimeIsOneOfThem() {
        assertThat(CudaLibraries.ofThisSystem()).contains(CudaLibraries.runtime());
    }
}
