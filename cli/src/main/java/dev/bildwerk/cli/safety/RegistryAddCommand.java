package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.consent.AppealState;
import dev.bildwerk.safety.consent.EntryKind;
import dev.bildwerk.safety.consent.RegistryEntry;
import dev.bildwerk.safety.consent.RegistryLines;
import dev.bildwerk.safety.consent.RegistryStore;
import java.io.PrintStream;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bildwerk safety registry add}: protects a person or a style. */
@Command(
        name = "add",
        description = "Enters a person, or a style by the name it is asked for.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class RegistryAddCommand implements Callable<Integer> {
    private final PrintStream out;
    private final RegistryStore store;

    @Option(names = "--kind", required = true, paramLabel = "KIND", description = "person or style.")
    EntryKind kind;

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "As prompts would have it; several times for other names.")
    List<String> names;

    @Option(
            names = "--evidence",
            required = true,
            paramLabel = "TEXT",
            description = "What shows that whoever asks may: a page, a letter's reference.")
    String evidence;

    @Option(names = "--by", paramLabel = "NAME", defaultValue = "", description = "Who enters it.")
    String by;

    @Option(names = "--id", paramLabel = "ID", description = "By which it is spoken of (default: from the first name).")
    String id;

    @Option(names = "--date", paramLabel = "DATE", description = "Such as 2026-11-27 (default: today).")
    LocalDate date;

    RegistryAddCommand(PrintStream out, RegistryStore store) {
        this.out = out;
        this.store = store;
    }

    @Override
    public Integer call() {
        RegistryEntry entry = new RegistryEntry(
                id == null ? idOf(names.get(0)) : id,
                kind,
                names,
                evidence,
                by,
                date == null ? LocalDate.now() : date,
                AppealState.NONE,
                null,
                "");
        store.change(registry -> {
            if (registry.entry(entry.id()).isPresent()) {
                throw CommandException.usage(
                        "registry.exists", "There is an entry %s already: give another --id.".formatted(entry.id()));
            }
            return registry.with(entry);
        });
        out.println(RegistryLines.line(entry));
        return ExitCode.OK.code();
    }

    private static String idOf(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "").toLowerCase(Locale.ROOT);
        String id = plain.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return id.isEmpty() ? "entry-" + Integer.toHexString(name.hashCode()) : id.substring(0, Math.min(64, id.length()));
    }
}
