package dev.bildwerk.engine;

import org.bytedeco.pytorch.NoGradGuard;

/**
 * Switches the recording of gradients off for a while, on this thread. Meanwhile products of the whole process have one thread
 * each ({@link OpenBlas}), so that what is computed does not depend on what another thread does.
 */
public final class Autograd implements AutoCloseable {
    static {
        LibTorch.await();
    }

    private final NoGradGuard guard = new NoGradGuard();

    private Autograd() {
        guard.retainReference();
        OpenBlas.loaded().ifPresent(OpenBlas::begin);
    }

    /** Nothing computed before this is closed can be differentiated. */
    public static Autograd off() {
        return new Autograd();
    }

    @Override
    public void close() {
        OpenBlas.loaded().ifPresent(OpenBlas::end);
        guard.deallocate();
    }
}
