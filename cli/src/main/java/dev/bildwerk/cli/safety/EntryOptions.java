package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.safety.hash.BlockReason;
import dev.bildwerk.safety.hash.BlockedHash;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.Option;

/** What is said of pictures that are put on the list. */
final class EntryOptions {
    @Option(
            names = "--reason",
            paramLabel = "REASON",
            defaultValue = "takedown",
            description = "takedown (was taken down here and stays down), victim (shows someone who does not want it), or "
                    + "artist (a work that is not to be made again or changed) (default: takedown).")
    BlockReason reason;

    @Option(
            names = "--source",
            paramLabel = "TEXT",
            description = "Who asked for it, or the list it is from; up to 200 characters.")
    String source;

    @Option(names = "--date", paramLabel = "DATE", description = "Since when, such as 2026-11-27 (default: today).")
    String date;

    /** Instead of {@code otherwise} where a source was given. */
    String source(String otherwise) {
        String given = source == null ? otherwise : source.strip();
        if (!BlockedHash.isSource(given)) {
            throw CommandException.usage(
                    "hashes.source",
                    "A source has at most %d characters, and none that is invisible.".formatted(BlockedHash.LONGEST_SOURCE));
        }
        return given;
    }

    LocalDate date() {
        try {
            if (date == null) {
                return LocalDate.now();
            }
            if (date.length() == "2026-11-27".length()) {
                return LocalDate.parse(date);
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw CommandException.usage("hashes.date", "\"%s\" is no date that is written as 2026-11-27.".formatted(date));
    }
}
