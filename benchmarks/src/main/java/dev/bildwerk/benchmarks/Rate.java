package dev.bildwerk.benchmarks;

import dev.bildwerk.engine.Flops;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Counted operations a second, beside the time: the line {@code gflops} of JMH's report. A bench does its work through
 * {@link #of}; {@code benchmarks/run} names this class as a profiler.
 */
public final class Rate implements InternalProfiler {
    /** Of the last call in this process, which runs one bench. */
    private static volatile long operations;

    /** Does a piece of work, counts it and frees what it made. */
    public static void of(Supplier<Tensor> work) {
        operations = Flops.of(() -> {
            try (Scope scope = Scope.open()) {
                work.get();
            }
        });
    }

    @Override
    public String getDescription() {
        return "Counted floating-point operations a second";
    }

    @Override
    public void beforeIteration(BenchmarkParams bench, IterationParams iteration) {
        operations = 0;
    }

    @Override
    public Collection<ScalarResult> afterIteration(
            BenchmarkParams bench, IterationParams iteration, IterationResult result) {
        if (operations == 0 || bench.getMode() != Mode.AverageTime) {
            return List.of();
        }
        double nanoseconds = result.getPrimaryResult().getScore() * bench.getTimeUnit().toNanos(1);
        return List.of(new ScalarResult("gflops", operations / nanoseconds, "GFLOP/s", AggregationPolicy.AVG));
    }
}
