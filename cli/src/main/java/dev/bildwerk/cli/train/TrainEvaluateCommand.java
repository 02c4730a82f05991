package dev.bildwerk.cli.train;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.StopSignal;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.training.evaluation.Evaluation;
import dev.bildwerk.training.evaluation.EvaluationOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk train evaluate}: how good a model is, by numbers and by pictures to look at. */
@Command(
        name = "evaluate",
        description = {
            "Draws prompts that the data set holds out, and looks whether a scorer that was trained apart finds each picture's "
                    + "caption; measures the autoencoder, and how near pictures come to trained ones.",
            "Ctrl-C stops after the picture; the same command goes on."
        },
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class TrainEvaluateCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<Guard> guard;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Folder of the model.")
    Path model;

    @Parameters(index = "1", paramLabel = "SCORER", description = "Weights that reference/gpu/train_scorer.py made.")
    Path scorer;

    @Parameters(index = "2", paramLabel = "DATA", description = "Folder of the data set that the model was trained on.")
    Path data;

    @Parameters(
            index = "3",
            paramLabel = "REPORT",
            description = "Folder that takes report.md, report.json, sheets, and every picture.")
    Path report;

    @Option(names = "--prompts", paramLabel = "NUMBER", defaultValue = "200",
            description = "How many of each part's 200 prompts are drawn, in English and in German (default: 200).")
    int prompts;

    @Option(names = "--swept", paramLabel = "NUMBER", defaultValue = "50",
            description = "How many of each part are drawn at other guidance scales and steps (default: 50).")
    int swept;

    @Option(names = "--guidance-scales", paramLabel = "NUMBERS", split = ",", defaultValue = "2,3,5,7",
            description = "Guidance scales beside the model's own (default: 2,3,5,7).")
    List<Double> guidanceScales;

    @Option(names = "--steps", paramLabel = "NUMBERS", split = ",", defaultValue = "10,50",
            description = "Numbers of steps beside the model's own (default: 10,50).")
    List<Integer> steps;

    @Option(names = "--few-steps-lora", paramLabel = "FILE",
            description = "Also draws with this LoRA, in four steps of LCM without guidance.")
    Path fewStepsLora;

    @Option(names = "--seed", paramLabel = "NUMBER", defaultValue = "1",
            description = "Of prompts, noise and the pictures that are shown (default: 1).")
    long seed;

    @Option(names = "--threads", paramLabel = "NUMBER", defaultValue = "0",
            description = "Threads of the processor (default: one for each core).")
    int threads;

    TrainEvaluateCommand(PrintStream out, PrintStream err, Supplier<Guard> guard) {
        this.out = out;
        this.err = err;
        this.guard = guard;
    }

    @Override
    public Integer call() {
        if (prompts < 1 || prompts > EvaluationOptions.OF_EACH || swept < 0 || swept > EvaluationOptions.OF_EACH
                || seed < 0 || threads < 0) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "train.numbers",
                    "Prompts are 1 to %d, swept ones 0 to %d, seed and threads from 0 on."
                            .formatted(EvaluationOptions.OF_EACH, EvaluationOptions.OF_EACH));
        }
        DType format = EngineOptions.fastest(Device.CPU) == DType.BF16 ? DType.BF16 : DType.F32;
        EvaluationOptions options = new EvaluationOptions(model, scorer, data, report, prompts, swept, guidanceScales,
                steps, fewStepsLora, seed, new EngineOptions(Device.CPU, null, threads), format);
        try (StopSignal stop = StopSignal.watch(err)) {
            boolean finished = new Evaluation(options, err).run(guard.get(), stop::asked);
            out.println(report.resolve("report.md"));
            return finished ? ExitCode.OK.code() : ExitCode.INTERRUPTED.code();
        }
    }
}
