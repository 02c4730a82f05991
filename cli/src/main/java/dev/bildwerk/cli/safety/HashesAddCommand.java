package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.hash.BlockedHash;
import dev.bildwerk.safety.hash.BlockedHashes;
import dev.bildwerk.safety.hash.HashStore;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk safety hashes add}: blocks pictures. */
@Command(
        name = "add",
        description = "Blocks pictures. One that is blocked already keeps its reason, source and date.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class HashesAddCommand implements Callable<Integer> {
    private final PrintStream out;
    private final HashStore store;

    @Parameters(arity = "1..*", paramLabel = "PICTURE", description = "PNG or JPEG files, or hashes of 64 digits.")
    List<String> given = List.of();

    @Mixin
    EntryOptions entry;

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    HashesAddCommand(PrintStream out, HashStore store) {
        this.out = out;
        this.store = store;
    }

    @Override
    public Integer call() {
        String source = entry.source("");
        BlockedHashes.Builder builder = BlockedHashes.builder();
        given.forEach(typed -> builder.add(new BlockedHash(GivenHash.good(typed), entry.reason, source, entry.date())));
        BlockedHashes added = builder.build();
        store.change(list -> list.with(added));
        added.stream().forEach(blocked -> out.println(json ? HashFields.json(HashFields.of(blocked)) : blocked.hash()));
        return ExitCode.OK.code();
    }
}
