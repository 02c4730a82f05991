package dev.bildwerk.cli.bench;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Int8Support;
import dev.bildwerk.engine.Threads;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk bench}: how fast this machine is, and how much of it is used. */
@Command(
        name = "bench",
        description = {
            "Measures text encoder, UNet and autoencoder of random weights in the shapes of known models.",
            "Beside each time stands its floor: the counted operations at the best rate that matrix products reach on this "
                    + "machine in the same run. Nothing is downloaded; up to 5.2 GB are written to the temporary folder for a "
                    + "while."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
public final class BenchCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(
            arity = "0..*",
            paramLabel = "FAMILY",
            description = "Whose shapes: ${COMPLETION-CANDIDATES} (default: mini).")
    List<BenchFamily> families = List.of(BenchFamily.MINI);

    @Option(names = "--size", paramLabel = "PIXELS", description = "Width and height (default: the family's own).")
    Integer size;

    @Option(names = "--batch", paramLabel = "NUMBER", defaultValue = "1", description = "Pictures at once (default: 1).")
    int batch;

    @Option(names = "--runs", paramLabel = "NUMBER", defaultValue = "3",
            description = "How often each part is timed, after once for warming up (default: 3).")
    int runs;

    @Option(names = "--precision", paramLabel = "NAME",
            description = "fp32, bf16, int8 for the denoiser on a processor, or, on a GPU, fp16 (default: the fastest there).")
    String precision;

    @Option(names = "--device", paramLabel = "NAME", defaultValue = "auto",
            description = "auto, cpu, cuda or cuda:N (default: auto).")
    String device;

    @Option(names = "--threads", paramLabel = "NUMBER", defaultValue = "0",
            description = "Threads of the processor (default: one for each core).")
    int threads;

    @Option(names = "--growth", paramLabel = "AXIS",
            description = "How time, operations and memory grow along ${COMPLETION-CANDIDATES}; may be given several times.")
    List<GrowthAxis> growth = List.of();

    @Option(names = "--points", paramLabel = "NUMBER", split = ",",
            description = "Where on the axis, such as 256,512,1024 (default: the whole of what is usual).")
    List<Integer> points = List.of();

    @Option(names = "--json", description = "One JSON object for each family, and with --growth for each axis.")
    boolean json;

    /**
     * @param out takes the tables or the JSON, nothing else
     * @param err hears what is being measured
     */
    public BenchCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws IOException {
        requireRange("batch", "--batch", batch, 1, 64);
        requireRange("runs", "--runs", runs, 1, 1000);
        requireRange("threads", "--threads", threads, 0, 1024);
        if (size != null && !BenchPlan.allowsSide(size)) {
            throw CommandException.usage(
                    "size",
                    "The size is %d; multiples of 64 from 64 to %,d are possible."
                            .formatted(size, BenchPlan.MOST_PIXELS));
        }
        requirePoints();
        if (threads > 0) {
            Threads.use(threads);
        }
        Device on = Device.parse(device);
        DType format = format(on);
        Path folder = Files.createTempDirectory("bildwerk-bench");
        Consumer<String> listener = stage -> err.println("Measuring " + stage);
        try {
            Set<DType> formats = growth.isEmpty() ? BestRates.formats(on, format) : BestRates.needed(format);
            BestRates rates = BestRates.measure(on, formats, listener);
            for (BenchFamily family : families) {
                int pixels = size == null ? family.pixels() : size;
                BenchPlan plan = new BenchPlan(family, pixels, pixels, batch, runs, on, format);
                if (growth.isEmpty()) {
                    BenchReport report = Benchmark.run(List.of(plan), rates, folder, listener).getFirst();
                    tell(BenchTable.lines(report), BenchJson.line(report));
                }
                for (GrowthAxis axis : growth) {
                    List<Integer> at = points.isEmpty() ? axis.points() : points;
                    Growth measured = Growth.measure(plan, axis, at, rates, folder, listener);
                    tell(GrowthTable.lines(measured), BenchJson.line(measured));
                }
            }
        } finally {
            Files.deleteIfExists(folder);
        }
        return ExitCode.OK.code();
    }

    private void tell(List<String> table, String object) {
        if (json) {
            out.println(object);
        } else {
            table.forEach(out::println);
            out.println();
        }
    }

    /** Two points make a law, and those of one axis mean nothing on another. */
    private void requirePoints() {
        if (points.isEmpty()) {
            return;
        }
        if (growth.size() != 1) {
            throw CommandException.usage("points", "--points belongs to one --growth: batch, pixels or steps.");
        }
        GrowthAxis axis = growth.getFirst();
        boolean rising = IntStream.range(1, points.size()).allMatch(i -> points.get(i) > points.get(i - 1));
        if (points.size() < 2 || !rising || !points.stream().allMatch(axis::allows)) {
            throw CommandException.usage(
                    "points",
                    "--points is %s; two or more rising numbers are needed, %s."
                            .formatted(points.stream().map(Object::toString).collect(Collectors.joining(",")), axis.range()));
        }
    }

    private DType format(Device on) {
        if (precision == null) {
            return EngineOptions.fastest(on);
        }
        return switch (precision) {
            case "fp32" -> DType.F32;
            case "bf16" -> DType.BF16;
            case "fp16" -> DType.F16;
            case "int8" -> {
                Int8Support.require(on);
                yield DType.I8;
            }
            default -> throw CommandException.usage(
                    "precision", "There is no precision \"%s\": fp32, bf16, fp16 or int8.".formatted(precision));
        };
    }

    private static void requireRange(String code, String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw CommandException.usage(
                    code, "%s is %,d; %,d to %,d are possible.".formatted(option, value, least, most));
        }
    }
}
