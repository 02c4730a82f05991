package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.consent.ConsentRegistry;
import dev.bildwerk.safety.consent.RegistryEntry;
import dev.bildwerk.safety.consent.RegistryStore;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bildwerk safety registry check}: whether prompts name an entry. */
@Command(
        name = "check",
        description = "Tells whether texts name an entry that protects; exit code 3 where one does.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class RegistryCheckCommand implements Callable<Integer> {
    private final PrintStream out;
    private final RegistryStore store;

    @Parameters(arity = "1..*", paramLabel = "TEXT", description = "Prompts.")
    List<String> texts = List.of();

    RegistryCheckCommand(PrintStream out, RegistryStore store) {
        this.out = out;
        this.store = store;
    }

    @Override
    public Integer call() {
        ConsentRegistry registry = store.current();
        boolean any = false;
        for (String text : texts) {
            Optional<RegistryEntry> entry = registry.namedIn(text);
            out.println(entry.map(RegistryListCommand::text).orElse("nobody that is entered") + ": " + text);
            any |= entry.isPresent();
        }
        return any ? ExitCode.REFUSED.code() : ExitCode.OK.code();
    }
}
