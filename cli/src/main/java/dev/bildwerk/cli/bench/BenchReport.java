package dev.bildwerk.cli.bench;

import java.util.List;

/**
 * All that was measured of one family in one run.
 *
 * @param threads that an operation used
 * @param rates that matrix products reached
 */
record BenchReport(BenchPlan plan, int threads, BestRates rates, List<BenchStage> stages) {
    BenchReport {
        stages = List.copyOf(stages);
    }

    /** Operations a second that matrix products reached, in the plan's number format. */
    double bestRate() {
        return rates.of(plan.precision());
    }
}
