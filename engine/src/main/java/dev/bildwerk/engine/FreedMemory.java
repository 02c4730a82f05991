package dev.bildwerk.engine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Native memory that was freed and that the C library keeps for later. After a large model was closed that is most of
 * the model, because the GNU library puts even large tensors beside small ones once it saw such sizes freed.
 */
public final class FreedMemory {
    /** Numbers of glibc's {@code malloc.h}. */
    private static final int MMAP_MAX = -4;

    private static final int MMAP_THRESHOLD = -3;
    private static final int USUAL_MAPPINGS = 65_536;
    private static final int MAPPED_FROM = 1 << 20;

    private static final Optional<MethodHandle> TRIM = trim();
    private static final Optional<MethodHandle> MALLOPT = mallopt();
    private static final AtomicInteger WORKS = new AtomicInteger();

    private FreedMemory() {}

    private static Optional<MethodHandle> trim() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("malloc_trim")
                .map(address -> linker.downcallHandle(
                        address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));
    }

    private static Optional<MethodHandle> mallopt() {
        Linker linker = Linker.nativeLinker();
        boolean gnu = linker.defaultLookup().find("gnu_get_libc_version").isPresent();
        return Optional.of(linker).filter(any -> gnu).flatMap(any -> any.defaultLookup().find("mallopt"))
                .map(address -> linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
    }

    /**
     * Does work of which every large tensor goes back to the operating system as soon as it is freed. That takes less memory,
     * for what is kept for the next tensor seldom fits it, and some time, because the system fills what it gives with zeros.
     */
    public static <T> T returnedDuring(Supplier<T> work) {
        if (WORKS.getAndIncrement() == 0) {
            set(MMAP_THRESHOLD, MAPPED_FROM);
            set(MMAP_MAX, USUAL_MAPPINGS);
        }
        try {
            return work.get();
        } finally {
            if (WORKS.decrementAndGet() == 0 && ProcessSettings.keepsFreedMemory(System.getenv())) {
                set(MMAP_MAX, 0);
            }
        }
    }

    private static void set(int what, int value) {
        MALLOPT.ifPresent(mallopt -> {
            try {
                int done = (int) mallopt.invokeExact(what, value);
            } catch (Throwable e) {
                throw new IllegalStateException("mallopt takes two numbers and gives one.", e);
            }
        });
    }

    /** Gives it back to the operating system, where the C library is the GNU one; elsewhere nothing happens. */
    public static void giveBack() {
        TRIM.ifPresent(trim -> {
            try {
                int released = (int) trim.invokeExact(0L);
            } catch (Throwable e) {
                throw new IllegalStateException("malloc_trim takes a number and gives one.", e);
            }
        });
    }
}
