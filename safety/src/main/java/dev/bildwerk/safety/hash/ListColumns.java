package dev.bildwerk.safety.hash;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which column of a list says what. */
final class ListColumns {
    /** What is known by these names of columns; where several are there the first in this order counts. */
    enum Meaning {
        HASH("hash", "pdq", "pdq_hash", "raw_indicator", "td_raw_indicator", "indicator", "signal", "signal_str"),
        QUALITY("quality", "pdq_quality"),
        REASON("reason"),
        SOURCE("source", "owner_name", "td_owner_name", "owner"),
        DATE("date", "added_on", "creation_time", "td_creation_time"),
        TYPE("type", "signal_type", "indicator_type", "td_indicator_type"),
        STATUS("status", "td_status");

        private final List<String> names;

        Meaning(String... names) {
            this.names = List.of(names);
        }
    }

    /** Of a list without names: as PDQ's own program writes it, hash, quality and the name of a file. */
    static final ListColumns NAMELESS = new ListColumns(new int[] {0, 1, -1, -1, -1, -1, -1}, Integer.MAX_VALUE);

    /** In the order of {@link Meaning}; -1 where there is none. */
    private final int[] columns;

    private final int count;

    private ListColumns(int[] columns, int count) {
        this.columns = columns;
        this.count = count;
    }

    /** Of a list whose first line is this, or none where the line does not name a column of hashes. */
    static Optional<ListColumns> named(List<String> header) {
        List<String> names = header.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        int[] columns = Arrays.stream(Meaning.values())
                .mapToInt(meaning -> meaning.names.stream()
                        .mapToInt(names::indexOf)
                        .filter(index -> index >= 0)
                        .findFirst()
                        .orElse(-1))
                .toArray();
        return columns[Meaning.HASH.ordinal()] < 0
                ? Optional.empty()
                : Optional.of(new ListColumns(columns, header.size()));
    }

    /** How many values a line may have. */
    int count() {
        return count;
    }

    /** Empty where there is no such column or the line ends before it. */
    String value(List<String> values, Meaning meaning) {
        int column = columns[meaning.ordinal()];
        return column < 0 || column >= values.size() ? "" : values.get(column);
    }
}
