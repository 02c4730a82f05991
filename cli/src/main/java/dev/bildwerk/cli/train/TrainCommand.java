package dev.bildwerk.cli.train;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bildwerk train}: how the default model is made. */
@Command(
        name = "train",
        description = "Makes the default model: first its data set, then the model.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bildwerk train data DATA",
            "  bildwerk train model DATA RUN",
            "",
            "Both go on where they were stopped. What they need and give: docs/training.md"
        })
public final class TrainCommand implements Runnable {
    @Spec
    CommandSpec spec;

    private TrainCommand() {}

    /** The command with its two subcommands, which tell the error stream how far they are. */
    public static CommandLine create(PrintStream out, PrintStream err) {
        return new CommandLine(new TrainCommand())
                .addSubcommand(new TrainDataCommand(out, err))
                .addSubcommand(new TrainModelCommand(out, err));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
