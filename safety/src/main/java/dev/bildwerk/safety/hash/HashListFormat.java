package dev.bildwerk.safety.hash;

import dev.bildwerk.safety.table.Csv;
import java.util.function.Function;

/** How a list of hashes is written; all of them can be read again. */
public enum HashListFormat {
    /** Everything that is known of each. */
    CSV(
            "hash,reason,source,date",
            blocked -> Csv.line(
                    blocked.hash().toString(), blocked.reason().word(), blocked.source(), blocked.date().toString())),
    /** A hash a line and nothing else: says nothing of who asked. */
    LINES("", blocked -> blocked.hash().toString()),
    /** The names of ThreatExchange's fields. */
    THREATEXCHANGE(
            "raw_indicator,type,status,added_on,owner_name,reason",
            blocked -> Csv.line(
                    blocked.hash().toString(),
                    "HASH_PDQ",
                    "MALICIOUS",
                    blocked.date().toString(),
                    blocked.source(),
                    blocked.reason().word()));

    private final String header;
    private final Function<BlockedHash, String> line;

    HashListFormat(String header, Function<BlockedHash, String> line) {
        this.header = header;
        this.line = line;
    }

    /** The line of names, or nothing. */
    String header() {
        return header;
    }

    String line(BlockedHash blocked) {
        return line.apply(blocked);
    }
}
