package dev.bildwerk.cli.safety;

import dev.bildwerk.safety.hash.HashStore;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bildwerk safety hashes}: the list of blocked pictures. */
@Command(
        name = "hashes",
        description = {
            "Keeps the list of blocked pictures: the guard refuses what looks like one of them.",
            "The list holds perceptual hashes (PDQ) and no pictures."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        descriptionHeading = "%n",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bildwerk safety hashes import list.csv --reason victim --source \"a help line\"",
            "  bildwerk safety hashes add picture.png --reason artist --source \"Jo Example\"",
            "  bildwerk safety hashes check picture.png",
            "  bildwerk safety hashes list --reason artist",
            "  bildwerk safety hashes remove --source \"Jo Example\"",
            "  bildwerk safety hashes export all.csv"
        })
public final class HashesCommand implements Runnable {
    @Spec
    CommandSpec spec;

    private HashesCommand() {}

    static CommandLine create(PrintStream out, PrintStream err, HashStore store) {
        return new CommandLine(new HashesCommand())
                .addSubcommand(new HashesImportCommand(out, store))
                .addSubcommand(new HashesExportCommand(out, store))
                .addSubcommand(new HashesAddCommand(out, store))
                .addSubcommand(new HashesRemoveCommand(out, store))
                .addSubcommand(new HashesListCommand(out, store))
                .addSubcommand(new HashesCheckCommand(out, err, store));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
