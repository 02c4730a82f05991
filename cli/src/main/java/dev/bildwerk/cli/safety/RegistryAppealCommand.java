package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.consent.AppealState;
import dev.bildwerk.safety.consent.RegistryLines;
import dev.bildwerk.safety.consent.RegistryStore;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk safety registry appeal}: records that an entry is contradicted, and what comes of it. */
@Command(
        name = "appeal",
        description = "Records an appeal against an entry, or its decision. While it is open the entry protects; once granted, no longer.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class RegistryAppealCommand implements Callable<Integer> {
    private final PrintStream out;
    private final RegistryStore store;

    @Parameters(paramLabel = "ID", description = "Of the entry.")
    String id;

    @Option(names = "--state", required = true, paramLabel = "STATE", description = "none, open, denied or granted.")
    AppealState state;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Why.")
    String note;

    @Option(names = "--date", paramLabel = "DATE", description = "Such as 2026-11-27 (default: today).")
    LocalDate date;

    RegistryAppealCommand(PrintStream out, RegistryStore store) {
        this.out = out;
        this.store = store;
    }

    @Override
    public Integer call() {
        LocalDate day = date == null ? LocalDate.now() : date;
        var changed = store.change(registry -> registry.with(registry.entry(id)
                .orElseThrow(() -> CommandException.usage(
                        "registry.unknown",
                        "There is no entry %s: bildwerk safety registry list names all.".formatted(id)))
                .appealed(state, day, note)));
        out.println(RegistryLines.line(changed.entry(id).orElseThrow()));
        return ExitCode.OK.code();
    }
}
