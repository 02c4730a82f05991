package dev.bildwerk.engine;

import org.bytedeco.pytorch.NoGradGuard;

/** Switches the recording of gradients off for a while, on this thread. */
public final class Autograd implements AutoCloseable {
    static {
        LibTorch.await();
    }

    private final NoGradGuard guard = new NoGradGuard();

    private Autograd() {
        guard.retainReference();
    }

    /** Nothing computed before this is closed can be differentiated. */
    public static Autograd off() {
        return new Autograd();
    }

    @Override
    public void close() {
        guard.deallocate();
    }
}
