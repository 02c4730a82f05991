package dev.bildwerk.cli.safety;

import dev.bildwerk.safety.consent.RegistryStore;
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
        description = "Keeps what the guard knows of pictures that must not be made and of people who do not want to be drawn, installs "
                + "what looks at pictures, and measures what prompts are refused.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bildwerk safety install",
            "  bildwerk safety hashes import list.csv",
            "  bildwerk safety hashes check picture.png",
            "  bildwerk safety registry add --kind style --name \"Jo Example\" --evidence \"letter of 3 May\"",
            "  bildwerk safety evaluate prompts.csv",
            "  bildwerk safety card models/bildwerk-mini"
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
     * @param registry people and styles that are not to be drawn
     */
    public static CommandLine create(
            PrintStream out, PrintStream err, HashStore store, Path pictureCheck, RegistryStore registry) {
        return new CommandLine(new SafetyCommand())
                .addSubcommand(HashesCommand.create(out, err, store))
                .addSubcommand(RegistryCommand.create(out, registry))
                .addSubcommand(new EvaluateCommand(out))
                .addSubcommand(new CardCommand(out))
                .addSubcommand(new InstallCommand(out, err, pictureCheck, new PictureCheckInstaller()));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
