package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.generate.PictureFile;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.safety.hash.BlockReason;
import dev.bildwerk.safety.hash.BlockedHash;
import dev.bildwerk.safety.hash.BlockedHashes;
import dev.bildwerk.safety.hash.HashListReader;
import dev.bildwerk.safety.hash.HashStore;
import dev.bildwerk.safety.hash.Match;
import dev.bildwerk.safety.hash.PdqHash;
import dev.bildwerk.safety.hash.PictureHash;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk safety hashes check}: whether the guard would refuse a picture for the list. */
@Command(
        name = "check",
        description = "Tells whether pictures, hashes or the hashes of lists are blocked; exit code 3 where one is.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class HashesCheckCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;
    private final HashStore store;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "PNG or JPEG files, hashes of 64 digits, or files that import takes.")
    List<String> given = List.of();

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    HashesCheckCommand(PrintStream out, PrintStream err, HashStore store) {
        this.out = out;
        this.err = err;
        this.store = store;
    }

    @Override
    public Integer call() {
        BlockedHashes blocked = store.current();
        boolean any = false;
        for (String typed : given) {
            any |= PdqHash.isHash(typed) ? check(typed, PdqHash.parse(typed), blocked) : checkFile(typed, blocked);
        }
        return any ? ExitCode.REFUSED.code() : ExitCode.OK.code();
    }

    private boolean checkFile(String file, BlockedHashes blocked) {
        Picture picture;
        try {
            picture = Picture.of(PictureFile.read(Path.of(file)));
        } catch (CommandException e) {
            if (!e.code().equals("picture.format")) {
                throw e;
            }
            return checkList(Path.of(file), blocked);
        }
        PictureHash hash = PictureHash.of(picture);
        if (!hash.isGood()) {
            err.println("bildwerk: %s shows too little to be looked up: its quality is %d, and %d is needed."
                    .formatted(file, hash.quality(), PictureHash.GOOD));
        }
        return tell(file, hash.hash(), blocked.match(picture).stream().toList());
    }

    private boolean checkList(Path file, BlockedHashes blocked) {
        List<BlockedHash> entries = HashListReader.read(file, BlockReason.TAKEDOWN, "", LocalDate.EPOCH)
                .hashes()
                .stream()
                .toList();
        boolean any = false;
        for (BlockedHash entry : entries) {
            any |= check(entry.hash().toString(), entry.hash(), blocked);
        }
        return any;
    }

    private boolean check(String typed, PdqHash hash, BlockedHashes blocked) {
        return tell(typed, hash, blocked.find(hash));
    }

    private boolean tell(String typed, PdqHash hash, List<Match> matches) {
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("given", typed);
            fields.put("hash", hash.toString());
            fields.put("blocked", !matches.isEmpty());
            fields.put("matches", matches.stream().map(HashFields::of).toList());
            out.println(HashFields.json(fields));
        } else if (matches.isEmpty()) {
            out.println("%s: not blocked".formatted(typed));
        } else {
            matches.forEach(match -> out.println("%s: like %s".formatted(typed, HashFields.text(match))));
        }
        return !matches.isEmpty();
    }
}
