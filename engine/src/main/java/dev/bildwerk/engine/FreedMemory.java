package dev.bildwerk.engine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Native memory that was freed and that the C library keeps for later. After a large model was closed that is most of
 * the model, because the GNU library puts even large tensors beside small ones once it saw such sizes freed.
 */
public final class FreedMemory {
    private static final Optional<MethodHandle> TRIM = trim();

    private FreedMemory() {}

    private static Optional<MethodHandle> trim() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("malloc_trim")
                .map(address -> linker.downcallHandle(
                        address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));
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
