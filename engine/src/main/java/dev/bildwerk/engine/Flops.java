package dev.bildwerk.engine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Counts the floating-point operations of matrix products, convolutions and attention, two for each multiply-add, as the field
 * counts them. What lies between them (norms, activations, softmax) is not counted.
 */
public final class Flops {
    private static final ScopedValue<AtomicLong> COUNT = ScopedValue.newInstance();

    private Flops() {}

    /** How many a piece of work takes; it is done once. */
    public static long of(Runnable work) {
        AtomicLong count = new AtomicLong();
        ScopedValue.where(COUNT, count).run(work);
        return count.get();
    }

    /** Adds the operations of a call that was made. */
    static Tensor counted(Tensor result, Supplier<Long> multiplyAdds) {
        if (COUNT.isBound()) {
            COUNT.get().addAndGet(2 * multiplyAdds.get());
        }
        return result;
    }
}
