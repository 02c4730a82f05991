package dev.bildwerk.cli.train;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.StopSignal;
import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Threads;
import dev.bildwerk.training.TrainModel;
import dev.bildwerk.training.TrainingOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk train model}: from a data set to a folder that {@code bildwerk generate} loads. */
@Command(
        name = "model",
        description = {
            "Trains the default model: autoencoder, vocabulary, then text encoder and denoiser together.",
            "Ctrl-C stops after the step and keeps the state; the same command goes on."
        },
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class TrainModelCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(index = "0", paramLabel = "DATA", description = "Folder of the data set that \"train data\" made.")
    Path data;

    @Parameters(
            index = "1",
            paramLabel = "RUN",
            description = "Folder that takes states, logs, sample sheets, and the model in RUN/model.")
    Path run;

    @Option(names = "--vae-steps", paramLabel = "NUMBER", defaultValue = "2000",
            description = "Optimizer steps of the autoencoder (default: 2000).")
    long vaeSteps;

    @Option(names = "--steps", paramLabel = "NUMBER", defaultValue = "20000",
            description = "Optimizer steps of text encoder and denoiser (default: 20000).")
    long steps;

    @Option(names = "--every", paramLabel = "MINUTES", defaultValue = "10",
            description = "Write state, samples and model that often (default: 10).")
    int minutes;

    @Option(names = "--device", paramLabel = "NAME", defaultValue = "auto",
            description = "auto, cpu, cuda or cuda:N (default: auto).")
    String device;

    @Option(names = "--threads", paramLabel = "NUMBER", defaultValue = "0",
            description = "Threads of the processor (default: one for each core).")
    int threads;

    TrainModelCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        Device chosen = Device.parse(device);
        if (vaeSteps < 1 || steps < 1 || minutes < 1 || threads < 0) {
            throw new CommandException(
                    ExitCode.USAGE, "train.numbers", "Steps and minutes are whole numbers from 1 on, threads from 0 on.");
        }
        if (threads > 0) {
            Threads.use(threads);
        }
        // fp16 loses small gradients.
        DType format = EngineOptions.fastest(chosen) == DType.BF16 ? DType.BF16 : DType.F32;
        TrainingOptions options =
                new TrainingOptions(data, run, vaeSteps, steps, format, chosen, Duration.ofMinutes(minutes));
        try (StopSignal stop = StopSignal.watch(err)) {
            boolean finished = new TrainModel(options, err).run(stop::asked);
            out.println(run.resolve("model"));
            return finished ? ExitCode.OK.code() : ExitCode.INTERRUPTED.code();
        }
    }
}
