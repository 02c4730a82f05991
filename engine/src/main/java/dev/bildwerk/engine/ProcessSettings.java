package dev.bildwerk.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of the C library and of JavaCPP before libtorch is loaded.
 *
 * <p>Tensors of many megabytes come and go by the thousand. The GNU library maps and unmaps each of them, and the system then
 * fills each with zeros again: a quarter of a step's time was that. Here freed memory is kept for the next tensor;
 * {@link FreedMemory#giveBack} returns it when a model is closed.
 *
 * <p>OpenBLAS lets its threads spin for a while after each product, which takes the processor from libtorch's own threads; and
 * OpenMP lets those spin, which takes it from OpenBLAS: a linear layer of Stable Diffusion took up to 1.7 times as long.
 *
 * <p>Whoever set the like in the environment has decided, and it is left alone.
 */
final class ProcessSettings {
    /** Numbers of glibc's {@code malloc.h}. */
    private static final Map<Integer, Integer> MALLOC = Map.of(
            -4, 0, // M_MMAP_MAX: nothing is mapped apart.
            -1, -1, // M_TRIM_THRESHOLD: what is free at the end stays.
            -2, 64 << 20); // M_TOP_PAD: grows by so much.

    /** Names in the environment, and what is set where nobody has. */
    private static final Map<String, String> SPIN = Map.of(
            "OPENBLAS_THREAD_TIMEOUT", "4", // As a power of two, in turns; the least that OpenBLAS takes.
            "OMP_WAIT_POLICY", "passive");

    /** JavaCPP's limit of the whole process, by default four times Java's heap, which says nothing about what there is. */
    private static final String PHYSICAL_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

    private ProcessSettings() {}

    static void apply() {
        if (System.getProperty(PHYSICAL_LIMIT) == null
                && System.getProperty(PHYSICAL_LIMIT.toLowerCase(Locale.ROOT)) == null) {
            System.setProperty(PHYSICAL_LIMIT, "0");
        }
        Linker linker = Linker.nativeLinker();
        SymbolLookup lookup = linker.defaultLookup();
        boolean gnu = lookup.find("gnu_get_libc_version").isPresent();
        if (gnu && mayChangeMalloc(System.getenv())) {
            call(linker, lookup, "mallopt", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
                    .ifPresent(mallopt -> MALLOC.forEach((key, value) -> set(mallopt, key, value)));
        }
        call(linker, lookup, "setenv", ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                .ifPresent(setenv -> SPIN.forEach((name, value) -> setWhereUnset(setenv, name, value)));
    }

    /** Whether the environment says nothing about when memory is returned to the system. */
    static boolean mayChangeMalloc(Map<String, String> environment) {
        return !environment.getOrDefault("GLIBC_TUNABLES", "").contains("glibc.malloc.mmap_")
                && environment.keySet().stream()
                        .noneMatch(name -> name.startsWith("MALLOC_MMAP_")
                                || name.startsWith("MALLOC_TRIM_")
                                || name.equals("MALLOC_TOP_PAD_"));
    }

    /** Whether freed memory is kept, by these settings or by the environment's word for the same. */
    static boolean keepsFreedMemory(Map<String, String> environment) {
        return mayChangeMalloc(environment)
                || environment.getOrDefault("GLIBC_TUNABLES", "").contains("glibc.malloc.mmap_max=0");
    }

    private static Optional<MethodHandle> call(
            Linker linker, SymbolLookup lookup, String name, MemoryLayout... arguments) {
        return lookup.find(name)
                .map(address ->
                        linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments)));
    }

    private static void set(MethodHandle mallopt, int key, int value) {
        try {
            int done = (int) mallopt.invokeExact(key, value);
        } catch (Throwable e) {
            throw new IllegalStateException("mallopt takes two numbers and gives one.", e);
        }
    }

    private static void setWhereUnset(MethodHandle setenv, String name, String value) {
        try (Arena arena = Arena.ofConfined()) {
            int done = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
        } catch (Throwable e) {
            throw new IllegalStateException("setenv takes two texts and a number and gives one.", e);
        }
    }
}
