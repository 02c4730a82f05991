package dev.bildwerk.cli.train;

import dev.bildwerk.diffusion.guard.Guard;
import java.io.PrintStream;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bildwerk train}: how the default model is made. */
@Command(
        name = "train",
        description = "Makes the default model: first its data set, then the model; judges it, and indexes the works that it "
                + "learnt from.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bildwerk train data DATA",
            "  bildwerk train model DATA RUN",
            "  bildwerk train evaluate RUN/model SCORER DATA REPORT",
            "  bildwerk train credits RUN/model SCORER DATA",
            "",
            "All but the last go on where they were stopped. What they need and give: docs/training.md"
        })
public final class TrainCommand implements Runnable {
    @Spec
    CommandSpec spec;

    private TrainCommand() {}

    /**
     * The command with its subcommands, which tell the error stream how far they are.
     *
     * @param guard what every picture passes that is drawn to judge a model
     */
    public static CommandLine create(PrintStream out, PrintStream err, Supplier<Guard> guard) {
        return new CommandLine(new TrainCommand())
                .addSubcommand(new TrainDataCommand(out, err))
                .addSubcommand(new TrainModelCommand(out, err))
                .addSubcommand(new TrainEvaluateCommand(out, err, guard))
                .addSubcommand(new TrainCreditsCommand(out, err));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
