package dev.bildwerk.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** NVIDIA's libraries, which libtorch's build for CUDA 13 is linked with and which do not come with it. */
final class CudaLibraries {
    /** The driver's first: it comes with the GPU, the others from CUDA's and cuDNN's own installers. */
    private static final List<String> LINUX = List.of(
            "libcuda.so.1",
            "libcudart.so.13",
            "libcupti.so.13",
            "libcublasLt.so.13",
            "libcublas.so.13",
            "libcufft.so.12",
            "libcurand.so.10",
            "libcusparse.so.12",
            "libcusolver.so.12",
            "libcufile.so.0",
            "libnccl.so.2",
            "libcudnn.so.9");

    private static final List<String> WINDOWS =
            List.of("nvcuda", "cudart64_13", "cublasLt64_13", "cublas64_13", "cudnn64_9");

    private CudaLibraries() {}

    static List<String> ofThisSystem() {
        return isWindows() ? WINDOWS : LINUX;
    }

    /** CUDA's runtime. */
    static String runtime() {
        return isWindows() ? "cudart64_13" : "libcudart.so.13";
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /**
     * What keeps them from use, as a sentence.
     *
     * @param loads whether a library of that name can be loaded
     */
    static Optional<String> problem(List<String> names, Predicate<String> loads) {
        return names.stream().filter(name -> !loads.test(name)).findFirst().map(missing -> missing.equals(names.getFirst())
                ? "NVIDIA's driver (%s) was not found: install it, or use --device cpu.".formatted(missing)
                : ("NVIDIA's library %s was not found: install CUDA 13 with cuDNN 9 and NCCL, or name their folders in "
                                + "%s; --device cpu works without.")
                        .formatted(missing, isWindows() ? "PATH" : "LD_LIBRARY_PATH"));
    }

    /** Loads it for as long as the process runs, so that libtorch then finds it by its name. */
    static boolean load(String name) {
        try {
            SymbolLookup.libraryLookup(name, Arena.global());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
