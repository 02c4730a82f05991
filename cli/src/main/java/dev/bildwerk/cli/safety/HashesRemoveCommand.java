package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.hash.BlockedHash;
import dev.bildwerk.safety.hash.HashStore;
import dev.bildwerk.safety.hash.PdqHash;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk safety hashes remove}: takes pictures from the list again. */
@Command(
        name = "remove",
        description = "Takes from the list exactly these hashes, or all of a source or reason.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class HashesRemoveCommand implements Callable<Integer> {
    private final PrintStream out;
    private final HashStore store;

    @Parameters(
            arity = "0..*",
            paramLabel = "PICTURE",
            description = "PNG or JPEG files, or hashes of 64 digits. Of a picture exactly its own hash is meant; check names "
                    + "the one that it is like.")
    List<String> given = List.of();

    @Mixin
    EntryFilter filter;

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    HashesRemoveCommand(PrintStream out, HashStore store) {
        this.out = out;
        this.store = store;
    }

    @Override
    public Integer call() {
        if (given.isEmpty() && !filter.isGiven()) {
            throw CommandException.usage("hashes.which", "Name pictures or hashes, or a --source or --reason.");
        }
        Set<PdqHash> hashes = new HashSet<>();
        given.forEach(typed -> hashes.add(GivenHash.of(typed)));
        List<BlockedHash> removed = new ArrayList<>();
        store.change(list -> {
            list.stream()
                    .filter(blocked -> (hashes.isEmpty() || hashes.contains(blocked.hash())) && filter.fits(blocked))
                    .forEach(removed::add);
            Set<BlockedHash> gone = new HashSet<>(removed);
            return gone.isEmpty() ? list : list.without(gone::contains);
        });
        removed.forEach(blocked -> out.println(json ? HashFields.json(HashFields.of(blocked)) : blocked.hash()));
        if (removed.isEmpty()) {
            throw CommandException.usage("hashes.unknown", "Nothing of that is on the list: bildwerk safety hashes check "
                    + "names what a picture is like.");
        }
        return ExitCode.OK.code();
    }
}
