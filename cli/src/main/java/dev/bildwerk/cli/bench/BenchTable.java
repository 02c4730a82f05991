package dev.bildwerk.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A report for people, as a table in Markdown. */
final class BenchTable {
    private BenchTable() {}

    static List<String> lines(BenchReport report) {
        BenchPlan plan = report.plan();
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "%s, %s, %s on %s, %d threads; matrix products at best %s GFLOP/s",
                plan.family().name().toLowerCase(Locale.ROOT),
                plan.extent(),
                plan.precision(),
                plan.device(),
                report.threads(),
                rates(report.rates())));
        lines.add("");
        lines.add("| part | seconds | fastest to slowest of runs | GFLOP | floor, seconds | share of the best rate "
                + "| loading, seconds | resident at most |");
        lines.add("|---|---|---|---|---|---|---|---|");
        for (BenchStage stage : report.stages()) {
            Timing timing = stage.timing();
            lines.add(format(
                    "| %s | %.3f | %.3f to %.3f of %d | %.1f | %.3f | %.0f %% | %.2f | %s |",
                    stage.name(),
                    timing.median(),
                    timing.min(),
                    timing.max(),
                    timing.runs(),
                    stage.flops() / 1e9,
                    stage.floor(),
                    100 * stage.share(),
                    stage.loading(),
                    gigabytes(stage.peakMemory())));
        }
        return lines;
    }

    private static String rates(BestRates rates) {
        return rates.ofEach().entrySet().stream()
                .map(rate -> format("%.0f (%s)", rate.getValue() / 1e9, rate.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String gigabytes(OptionalLong bytes) {
        return bytes.isPresent() ? format("%.2f GB", bytes.getAsLong() / 1e9) : "unknown";
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
