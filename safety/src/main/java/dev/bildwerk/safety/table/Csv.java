package dev.bildwerk.safety.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One line of separated values (RFC 4180), without values that hold ends of lines. */
public final class Csv {
    private Csv() {}

    /** {@link #split(String, char)} at commas. */
    public static List<String> split(String line) {
        return split(line, ',');
    }

    /** The values without blanks around them, or null where a quote is not closed or stands amid a value. */
    public static List<String> split(String line, char separator) {
        List<String> values = new ArrayList<>();
        int at = 0;
        while (true) {
            int end = endOfValue(line, at, separator);
            if (end < 0) {
                return null;
            }
            String value = unquoted(line.substring(at, end).strip());
            if (value == null) {
                return null;
            }
            values.add(value);
            if (end == line.length()) {
                return values;
            }
            at = end + 1;
        }
    }

    /** What a value says, or null where a quote stands amid it. */
    private static String unquoted(String value) {
        if (value.indexOf('"') < 0) {
            return value;
        }
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return null;
        }
        String inside = value.substring(1, value.length() - 1);
        return inside.replace("\"\"", "").indexOf('"') < 0 ? inside.replace("\"\"", "\"").strip() : null;
    }

    /** Where the separator or the end behind a value is; -1 where a quote is not closed. */
    private static int endOfValue(String line, int from, char separator) {
        boolean quoted = false;
        for (int at = from; at < line.length(); at++) {
            char character = line.charAt(at);
            if (character == '"') {
                quoted = !quoted;
            } else if (character == separator && !quoted) {
                return at;
            }
        }
        return quoted ? -1 : line.length();
    }

    /** Values as a line with commas. */
    public static String line(String... values) {
        return Stream.of(values).map(Csv::value).collect(Collectors.joining(","));
    }

    private static String value(String value) {
        boolean plain = value.chars().noneMatch(character -> character == ',' || character == '"') && value.equals(value.strip());
        return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }
}
