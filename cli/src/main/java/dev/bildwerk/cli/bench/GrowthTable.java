package dev.bildwerk.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a model's cost grows, for people: a table in Markdown, with the exponents behind the measured numbers. */
final class GrowthTable {
    private GrowthTable() {}

    static List<String> lines(Growth growth) {
        BenchPlan plan = growth.plan();
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "%s along %s, %s on %s, %d threads%s; n is the number of %s",
                plan.family().name().toLowerCase(Locale.ROOT),
                growth.axis(),
                plan.precision(),
                plan.device(),
                growth.threads(),
                switch (growth.axis()) {
                    case BATCH -> format(", %d x %d", plan.width(), plan.height());
                    case PIXELS -> format(", batch %d", plan.batch());
                    case STEPS -> ", " + plan.extent();
                },
                switch (growth.axis()) {
                    case BATCH -> "pictures at once";
                    case PIXELS -> "pixels of a picture";
                    case STEPS -> "steps";
                }));
        lines.add("");
        lines.add("| part | " + columns(growth, i -> growth.axis().named(growth.points().get(i))) + " | grows as | R² |");
        lines.add("|---|" + "---|".repeat(growth.points().size() + 2));
        for (Growth.Part part : growth.parts()) {
            lines.add(row(growth, part.name() + ", seconds", part.time(), i ->
                    format("%.3f", part.stages().get(i).timing().min())));
            lines.add(row(growth, "its GFLOP", part.operations(), i ->
                    format("%.1f", part.stages().get(i).flops() / 1e9)));
            part.quadraticShares().ifPresent(shares -> lines.add(
                    "| of them attention's n² | " + columns(growth, i -> format("%.1f %%", 100 * shares[i])) + " | | |"));
            part.memory().ifPresent(memory -> lines.add(row(growth, "resident at most, GB", memory, i ->
                    format("%.2f", part.stages().get(i).peakMemory().orElseThrow() / 1e9))));
        }
        return lines;
    }

    private static String row(Growth growth, String name, PowerLaw law, Function<Integer, String> value) {
        return format("| %s | %s | n^%.2f | %.3f |", name, columns(growth, value), law.exponent(), law.determination());
    }

    private static String columns(Growth growth, Function<Integer, String> value) {
        return IntStream.range(0, growth.points().size())
                .mapToObj(value::apply)
                .collect(Collectors.joining(" | "));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
