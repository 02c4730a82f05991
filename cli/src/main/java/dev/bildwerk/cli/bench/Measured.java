package dev.bildwerk.cli.bench;

import dev.bildwerk.engine.Flops;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.cpu.ResidentMemory;
import java.util.function.Supplier;

/** Counts and times a call. */
final class Measured {
    private Measured() {}

    /**
     * @param loading seconds until its weights were there
     * @param runs how often it is timed, after once for counting, which also warms up
     * @param bestRate operations a second that matrix products reach
     * @param prepared makes the inputs and the call
     */
    static BenchStage call(
            String name, double loading, int runs, double bestRate, Supplier<Supplier<Tensor>> prepared) {
        try (Scope scope = Scope.open()) {
            Supplier<Tensor> call = prepared.get();
            Runnable work = () -> {
                try (Scope each = Scope.open()) {
                    Finished.wait(call.get());
                }
            };
            long flops = Flops.of(work);
            Timing timing = Timing.of(runs, work);
            return new BenchStage(name, loading, timing, flops, bestRate, ResidentMemory.peak());
        }
    }
}
