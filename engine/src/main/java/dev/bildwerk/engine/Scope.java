package dev.bildwerk.engine;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;

/**
 * The owner of the native memory that is made while it is open: closing it frees every {@link Tensor} made on this
 * thread since it was opened, except those handed out by {@link #keep}. Scopes nest and belong to one thread.
 *
 * <pre>{@code
 * Tensor answer;
 * try (Scope scope = Scope.open()) {
 *     answer = scope.keep(x.mul(y).sum());
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {
    static {
        LibTorch.await();
    }

    private static final ThreadLocal<Scope> INNERMOST = new ThreadLocal<>();

    private final Scope outer = INNERMOST.get();
    private final PointerScope pointers = new PointerScope();

    private Scope() {}

    public static Scope open() {
        Scope scope = new Scope();
        INNERMOST.set(scope);
        return scope;
    }

    /**
     * Lets a tensor outlive this scope: it passes to the enclosing scope, or, where there is none, to the caller, who
     * then closes it.
     */
    public Tensor keep(Tensor tensor) {
        var pointer = tensor.pointer();
        pointer.retainReference();
        if (outer != null) {
            outer.pointers.attach(pointer);
            pointer.releaseReference();
        }
        return tensor;
    }

    /** The innermost scope that is open on this thread; null for none. */
    public static Scope innermost() {
        return INNERMOST.get();
    }

    /** Takes a tensor that was made in a scope within this one: it lives as long as this one, or until it is closed. */
    public Tensor adopt(Tensor tensor) {
        pointers.attach(tensor.pointer());
        return tensor;
    }

    /**
     * What some work gives, without what it made on the way: memory then peaks at one layer and not at a whole model.
     * Gradients are not affected, for what they need is held by the tensor that is kept.
     */
    public static Tensor only(Supplier<Tensor> work) {
        try (Scope scope = open()) {
            return scope.keep(work.get());
        }
    }

    /** Lets a tensor outlive every scope: the caller owns it and closes it. */
    public static Tensor release(Tensor tensor) {
        tensor.pointer().retainReference();
        return tensor;
    }

    @Override
    public void close() {
        INNERMOST.set(outer);
        pointers.close();
    }
}
