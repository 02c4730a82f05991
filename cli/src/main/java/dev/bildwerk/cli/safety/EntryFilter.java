package dev.bildwerk.cli.safety;

import dev.bildwerk.safety.hash.BlockReason;
import dev.bildwerk.safety.hash.BlockedHash;
import picocli.CommandLine.Option;

/** Which of the list is meant; all if nothing is given. */
final class EntryFilter {
    @Option(names = "--reason", paramLabel = "REASON", description = "Those of this reason: takedown, victim or artist.")
    BlockReason reason;

    @Option(names = "--source", paramLabel = "TEXT", description = "Those of exactly this source.")
    String source;

    boolean fits(BlockedHash blocked) {
        return (reason == null || reason == blocked.reason()) && (source == null || source.equals(blocked.source()));
    }

    boolean isGiven() {
        return reason != null || source != null;
    }
}
