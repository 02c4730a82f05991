package dev.bildwerk.cli.models;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bildwerk models}: which models there are, what a file is, and whether it is whole. */
@Command(
        name = "models",
        description = "Lists models, tells what a file of weights is, and checks that it is whole.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bildwerk models list",
            "  bildwerk models list ~/models --json",
            "  bildwerk models inspect sd_xl_base_1.0.safetensors",
            "  bildwerk models verify models/bildwerk-mini"
        })
public final class ModelsCommand implements Runnable {
    @Spec
    CommandSpec spec;

    private ModelsCommand() {}

    /** The command with its subcommands. */
    public static CommandLine create(PrintStream out, PrintStream err) {
        return new CommandLine(new ModelsCommand())
                .addSubcommand(new ModelsListCommand(out, err))
                .addSubcommand(new ModelsInspectCommand(out))
                .addSubcommand(new ModelsVerifyCommand(out, err));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
