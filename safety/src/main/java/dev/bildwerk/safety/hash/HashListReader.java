package dev.bildwerk.safety.hash;

import dev.bildwerk.safety.hash.ListColumns.Meaning;
import dev.bildwerk.safety.table.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * Reads lists of hashes: lines of a hash each (behind it, after commas, its quality and whatever else), or comma-separated values under a
 * line of names, as this program and ThreatExchange write them. Empty lines and lines that start with # are skipped. A line
 * that cannot be understood is an error: half a list protects half of those who asked.
 */
public final class HashListReader {
    /** More hashes a list may not have; they take 160 MB. */
    public static final int MOST = 4_000_000;

    /** How many characters a day has: 2026-11-27. */
    private static final int DAY = 10;

    private final BlockReason reason;
    private final String source;
    private final LocalDate date;

    private final BlockedHashes.Builder hashes = BlockedHashes.builder();
    /** The date of the line before, and its text: most lines have that of the one before them, and reading one takes a microsecond. */
    private LocalDate last;

    private String lastDay = "";

    private int duplicates;
    private int foreign;
    private int poor;

    private HashListReader(BlockReason reason, String source, LocalDate date) {
        this.reason = reason;
        this.source = source;
        this.date = date;
    }

    /**
     * Reads a file.
     *
     * @param reason of lines that do not name theirs; so are source and date
     * @throws HashListException that names the file, the line and what is wrong with it
     */
    public static HashList read(Path file, BlockReason reason, String source, LocalDate date) {
        if (!Files.isRegularFile(file)) {
            throw new HashListException("hashes.missing", "There is no file %s: check the path.".formatted(file));
        }
        return new HashListReader(reason, source, date).read(file);
    }

    private HashList read(Path file) {
        try (ListLines lines = ListLines.open(file)) {
            ListColumns columns = null;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                List<String> values = values(line, lines);
                if (columns == null) {
                    columns = ListColumns.named(values).orElse(null);
                    if (columns != null) {
                        continue;
                    }
                    columns = ListColumns.NAMELESS;
                }
                add(values, columns, lines);
            }
            return new HashList(hashes.build(), duplicates, foreign, poor);
        } catch (IOException e) {
            throw new HashListException(
                    "hashes.read", "%s cannot be read: check its permissions and its disk.".formatted(file));
        }
    }

    private static List<String> values(String line, ListLines lines) {
        List<String> values = Csv.split(line);
        if (values == null) {
            throw lines.problem("hashes.quotes", "has a quote that is not closed on it, or stands amid a value");
        }
        return values;
    }

    private void add(List<String> values, ListColumns columns, ListLines lines) {
        if (values.size() > columns.count()) {
            throw lines.problem(
                    "hashes.columns", "has %d values, and only %d have a name".formatted(values.size(), columns.count()));
        }
        if (isForeign(columns.value(values, Meaning.TYPE), columns.value(values, Meaning.STATUS))) {
            foreign++;
            return;
        }
        BlockedHash blocked = new BlockedHash(
                hash(columns.value(values, Meaning.HASH), lines),
                reason(columns.value(values, Meaning.REASON), lines),
                source(columns.value(values, Meaning.SOURCE), lines),
                date(columns.value(values, Meaning.DATE), lines));
        if (quality(columns.value(values, Meaning.QUALITY), lines) < PictureHash.GOOD) {
            poor++;
        } else if (!hashes.add(blocked)) {
            duplicates++;
        } else if (hashes.size() > MOST) {
            throw lines.problem("hashes.many", "is one hash more than the %,d that a list may have".formatted(MOST));
        }
    }

    private static boolean isForeign(String type, String status) {
        boolean otherKind = !type.isEmpty() && !type.equalsIgnoreCase("pdq") && !type.equalsIgnoreCase("hash_pdq");
        return otherKind || status.equalsIgnoreCase("non_malicious");
    }

    private static PdqHash hash(String text, ListLines lines) {
        if (text.length() != PdqHash.DIGITS) {
            throw lines.problem(
                    "hashes.length",
                    "has a hash of %d characters; one has %d hexadecimal digits".formatted(text.length(), PdqHash.DIGITS));
        }
        if (!PdqHash.isHash(text)) {
            throw lines.problem("hashes.digits", "has a hash with characters that are no hexadecimal digits");
        }
        return PdqHash.parse(text);
    }

    private BlockReason reason(String text, ListLines lines) {
        return text.isEmpty()
                ? reason
                : BlockReason.of(text)
                        .orElseThrow(() -> lines.problem(
                                "hashes.reason", "has a reason that is none of takedown, victim and artist"));
    }

    private String source(String text, ListLines lines) {
        if (!BlockedHash.isSource(text)) {
            throw lines.problem(
                    "hashes.source",
                    "has a source of more than %d characters or with invisible ones".formatted(BlockedHash.LONGEST_SOURCE));
        }
        return text.isEmpty() ? source : text;
    }

    /** The day of a date such as 2026-11-27, which a time may follow. */
    private LocalDate date(String text, ListLines lines) {
        if (text.isEmpty()) {
            return date;
        }
        if (text.equals(lastDay)) {
            return last;
        }
        boolean withTime = text.length() > DAY && (text.charAt(DAY) == 'T' || text.charAt(DAY) == ' ');
        String day = withTime ? text.substring(0, DAY) : text;
        try {
            if (day.length() == DAY) {
                last = LocalDate.parse(day);
                lastDay = text;
                return last;
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw lines.problem("hashes.date", "has a date that is not written as 2026-11-27");
    }

    private static int quality(String text, ListLines lines) {
        if (text.isEmpty()) {
            return 100;
        }
        try {
            int quality = Integer.parseInt(text);
            if (quality >= 0 && quality <= 100) {
                return quality;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw lines.problem("hashes.quality", "has a quality that is no whole number from 0 to 100");
    }
}
