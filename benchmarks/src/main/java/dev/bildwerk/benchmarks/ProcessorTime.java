package dev.bildwerk.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * How long the processor worked for a call, on all threads together, beside the time by the clock: the line {@code processor} of
 * JMH's report. It says more where other programs use the machine. {@code benchmarks/run} names this class as a profiler.
 */
public final class ProcessorTime implements InternalProfiler {
    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long start;

    @Override
    public String getDescription() {
        return "Processor time of a call, of all threads";
    }

    @Override
    public void beforeIteration(BenchmarkParams bench, IterationParams iteration) {
        start = system.getProcessCpuTime();
    }

    @Override
    public Collection<ScalarResult> afterIteration(
            BenchmarkParams bench, IterationParams iteration, IterationResult result) {
        long nanoseconds = system.getProcessCpuTime() - start;
        if (bench.getMode() != Mode.AverageTime) {
            return List.of();
        }
        double each = (double) nanoseconds / result.getMetadata().getAllOps() / bench.getTimeUnit().toNanos(1);
        return List.of(new ScalarResult("processor", each, result.getPrimaryResult().getScoreUnit(), AggregationPolicy.AVG));
    }
}
