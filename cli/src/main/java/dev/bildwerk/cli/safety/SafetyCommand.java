package dev.bildwerk.cli.safety;

import dev.bildwerk.safety.hash.HashStore;
import dev.bildwerk.safety.install.PictureCheckInstaller;
import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bildwerk safety}: what is refused, to be looked at and kept. */
@Command(
        name = "safety",
        description = "Keeps what the guard knows of pictures that must not be made, and installs what looks at pictures.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bildwerk safety install",
            "  bildwerk safety hashes import list.csv",
            "  bildwerk safety hashes check picture.png"
        })
public final class SafetyCommand implements Runnable {
    @Spec
    CommandSpec spec;

    private SafetyCommand() {}

    /**
     * The command with its subcommands.
     *
     * @param store the list of blocked pictures
     * @param pictureCheck folder of the picture check
     */
    public static CommandLine create(PrintStream out, PrintStream err, HashStore store, Path pictureCheck) {
        return new CommandLine(new SafetyCommand())
                .addSubcommand(HashesCommand.create(out, err, store))
                .addSubcommand(new InstallCommand(out, err, pictureCheck, new PictureCheckInstaller()));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
