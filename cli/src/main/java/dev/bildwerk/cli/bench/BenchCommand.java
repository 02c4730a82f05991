package dev.bildwerk.cli.bench;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Int8Support;
import dev.bildwerk.engine.Threads;
import dev.bildwerk.engine.cpu.CpuFeatures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk bench}: how fast this machine is, and how much of it is used. */
@Command(
        name = "bench",
        description = {
            "Measures text encoder, UNet and autoencoder of random weights in the shapes of known models.",
            "Beside each time stands its floor: the counted operations at the best rate that matrix products reach on this machine "
                    + "in the same run. Nothing is downloaded; up to 5.2 GB are written to the temporary folder for a while."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
public final class BenchCommand implements Callable<Integer> {
    private static final int MOST_PIXELS = 4096;

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

    @Option(names = "--json", description = "One JSON object for each family.")
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
        if (size != null && (size < 64 || size > MOST_PIXELS || size % 64 != 0)) {
            throw CommandException.usage(
                    "size", "The size is %d; multiples of 64 from 64 to %,d are possible.".formatted(size, MOST_PIXELS));
        }
        if (threads > 0) {
            Threads.use(threads);
        }
        Device on = Device.parse(device);
        DType format = format(on);
        Path folder = Files.createTempDirectory("bildwerk-bench");
        try {
            for (BenchFamily family : families) {
                int pixels = size == null ? family.pixels() : size;
                BenchPlan plan = new BenchPlan(family, pixels, pixels, batch, runs, on, format);
                tell(Benchmark.run(plan, folder, stage -> err.println("Measuring " + stage)));
            }
        } finally {
            Files.deleteIfExists(folder);
        }
        return ExitCode.OK.code();
    }

    private void tell(BenchReport report) {
        if (json) {
            out.println(BenchJson.line(report));
        } else {
            BenchTable.lines(report).forEach(out::println);
            out.println();
        }
    }

    private DType format(Device on) {
        if (precision == null) {
            return on.isCuda() ? DType.BF16 : CpuFeatures.ofThisMachine().fasterFormat();
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
