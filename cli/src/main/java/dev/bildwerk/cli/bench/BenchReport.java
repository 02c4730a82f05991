package dev.bildwerk.cli.bench;

import java.util.List;

/**
 * All that was measured of one family in one run.
 *
 * @param threads that an operation used
 * @param bestRate operations a second that matrix products reached, in the plan's number format
 */
record BenchReport(BenchPlan plan, int threads, double bestRate, List<BenchStage> stages) {
    BenchReport {
        stages = List.copyOf(stages);
    }
}
