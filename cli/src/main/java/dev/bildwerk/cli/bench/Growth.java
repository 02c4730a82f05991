package dev.bildwerk.cli.bench;

import dev.bildwerk.engine.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * How time, operations and memory grow along an axis.
 *
 * @param plan what stays; along the axis its own value means nothing
 * @param points that were measured, rising
 * @param threads that an operation used
 * @param rates that matrix products reached
 * @param parts of the model, or the whole picture
 */
record Growth(BenchPlan plan, GrowthAxis axis, List<Integer> points, int threads, BestRates rates, List<Part> parts) {
    Growth {
        points = List.copyOf(points);
        parts = List.copyOf(parts);
    }

    /**
     * A part's laws.
     *
     * @param stages what was measured, one a point
     * @param time of the fastest run, for what else the machine does adds to the others
     * @param operations counted
     * @param memory resident at most, where the system tells
     * @param quadraticShares of the operations at each point: attention's; told of pixels, from three points on
     */
    record Part(
            String name,
            List<BenchStage> stages,
            PowerLaw time,
            PowerLaw operations,
            Optional<PowerLaw> memory,
            Optional<double[]> quadraticShares) {
        Part {
            stages = List.copyOf(stages);
        }

        static Part of(GrowthAxis axis, List<Integer> points, List<BenchStage> stages) {
            double[] x = points.stream().mapToDouble(axis::quantity).toArray();
            double[] operations = of(stages, BenchStage::flops);
            boolean known = stages.stream().allMatch(stage -> stage.peakMemory().isPresent());
            return new Part(
                    stages.getFirst().name(),
                    stages,
                    PowerLaw.fit(x, of(stages, stage -> stage.timing().min())),
                    PowerLaw.fit(x, operations),
                    known
                            ? Optional.of(PowerLaw.fit(x, of(stages, stage -> stage.peakMemory().getAsLong())))
                            : Optional.empty(),
                    axis == GrowthAxis.PIXELS && points.size() > 2
                            ? Optional.of(QuadraticShare.of(x, operations))
                            : Optional.empty());
        }

        private static double[] of(List<BenchStage> stages, ToDoubleFunction<BenchStage> number) {
            return stages.stream().mapToDouble(number).toArray();
        }
    }

    /**
     * Measures.
     *
     * @param points two or more, rising
     * @param folder that takes the weights for a while
     * @param listener hears what is being measured
     */
    static Growth measure(
            BenchPlan plan,
            GrowthAxis axis,
            List<Integer> points,
            BestRates rates,
            Path folder,
            Consumer<String> listener)
            throws IOException {
        List<List<BenchStage>> stages = new ArrayList<>();
        if (axis == GrowthAxis.STEPS) {
            stages.add(WholePicture.measure(plan, points, rates, folder, listener));
        } else {
            List<BenchPlan> plans = points.stream()
                    .map(point -> axis == GrowthAxis.BATCH ? plan.withBatch(point) : plan.withSide(point))
                    .toList();
            List<BenchReport> reports = Benchmark.run(plans, rates, folder, listener);
            for (int i = 0; i < reports.getFirst().stages().size(); i++) {
                int part = i;
                stages.add(reports.stream().map(report -> report.stages().get(part)).toList());
            }
        }
        List<Part> parts = stages.stream().map(each -> Part.of(axis, points, each)).toList();
        return new Growth(plan, axis, points, Threads.inUse(), rates, parts);
    }
}
