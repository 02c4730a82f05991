package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.hash.HashStore;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bildwerk safety hashes list}: a line for every blocked picture. */
@Command(
        name = "list",
        description = "Lists what is blocked: hash, reason, date, source.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class HashesListCommand implements Callable<Integer> {
    private final PrintStream out;
    private final HashStore store;

    @Mixin
    EntryFilter filter;

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    HashesListCommand(PrintStream out, HashStore store) {
        this.out = out;
        this.store = store;
    }

    @Override
    public Integer call() {
        store.current().stream()
                .filter(filter::fits)
                .map(blocked -> json ? HashFields.json(HashFields.of(blocked)) : HashFields.text(blocked))
                .forEach(out::println);
        return ExitCode.OK.code();
    }
}
