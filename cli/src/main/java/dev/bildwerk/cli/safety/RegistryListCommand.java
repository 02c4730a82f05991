package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.consent.RegistryEntry;
import dev.bildwerk.safety.consent.RegistryLines;
import dev.bildwerk.safety.consent.RegistryStore;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bildwerk safety registry list}: who and what is entered. */
@Command(
        name = "list",
        description = "Lists the entries, those too that no longer protect.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class RegistryListCommand implements Callable<Integer> {
    private final PrintStream out;
    private final RegistryStore store;

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    RegistryListCommand(PrintStream out, RegistryStore store) {
        this.out = out;
        this.store = store;
    }

    @Override
    public Integer call() {
        List<RegistryEntry> entries = store.current().entries();
        entries.forEach(entry -> out.println(json ? RegistryLines.line(entry) : text(entry)));
        return ExitCode.OK.code();
    }

    static String text(RegistryEntry entry) {
        String appeal = entry.appealed() == null
                ? ""
                : "  appeal %s, %s%s".formatted(
                        entry.appeal().word(), entry.appealed(), entry.note().isEmpty() ? "" : ": " + entry.note());
        return "%-24s %-7s %s  %s  (%s)%s".formatted(
                entry.id(), entry.kind().word(), entry.entered(), String.join(", ", entry.names()), entry.evidence(), appeal);
    }
}
