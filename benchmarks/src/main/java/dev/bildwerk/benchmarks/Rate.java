package dev.bildwerk.benchmarks;

import dev.bildwerk.engine.Flops;
import dev.bildwerk.engine.Tensor;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Counted operations a second, which JMH reports beside the time: its line {@code gflops}. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Rate {
    private long operations;
    private long start;

    @Setup(Level.Iteration)
    public void begin() {
        operations = 0;
        start = System.nanoTime();
    }

    /** Does a piece of work, counts it and frees what it made. */
    public void of(Supplier<Tensor> work) {
        operations += Flops.of(() -> {
            try (dev.bildwerk.engine.Scope scope = dev.bildwerk.engine.Scope.open()) {
                work.get();
            }
        });
    }

    /** In thousand million operations a second, over one iteration. */
    public double gflops() {
        return (double) operations / (System.nanoTime() - start);
    }
}
