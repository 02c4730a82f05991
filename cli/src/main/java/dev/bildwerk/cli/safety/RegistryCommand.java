package dev.bildwerk.cli.safety;

import dev.bildwerk.safety.consent.RegistryStore;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bildwerk safety registry}: people and styles that are not to be drawn. */
@Command(
        name = "registry",
        description = {
            "Keeps the registry of consent: a prompt that names an entry is refused, in whatever spelling.",
            "Entries are never deleted: one that no longer protects is kept with its appeal."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        descriptionHeading = "%n",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bildwerk safety registry add --kind person --name \"Jo Example\" --evidence \"mail of 3 May\"",
            "  bildwerk safety registry list",
            "  bildwerk safety registry check \"a portrait of Jo Example\"",
            "  bildwerk safety registry appeal jo-example --state open --note \"says it is not her name\""
        })
public final class RegistryCommand implements Runnable {
    @Spec
    CommandSpec spec;

    private RegistryCommand() {}

    static CommandLine create(PrintStream out, RegistryStore store) {
        return new CommandLine(new RegistryCommand())
                .addSubcommand(new RegistryAddCommand(out, store))
                .addSubcommand(new RegistryListCommand(out, store))
                .addSubcommand(new RegistryCheckCommand(out, store))
                .addSubcommand(new RegistryAppealCommand(out, store));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
