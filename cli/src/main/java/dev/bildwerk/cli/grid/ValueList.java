package dev.bildwerk.cli.grid;

import java.util.ArrayList;
import java.util.List;

/**
 * Values with commas between them. One with a comma or a quote of its own stands in double quotes, where two are one,
 * as in CSV and in AUTOMATIC1111's grids; blanks around a value do not count, and a new line is a comma.
 */
final class ValueList {
    private ValueList() {}

    /** In time that grows with the text's length. */
    static List<String> split(String text) {
        List<String> values = new ArrayList<>();
        int at = 0;
        while (true) {
            at = skipBlanks(text, at);
            StringBuilder value = new StringBuilder();
            if (at < text.length() && text.charAt(at) == '"') {
                at = readQuoted(text, at + 1, value);
            }
            int end = endOfValue(text, at);
            String rest = text.substring(at, end);
            values.add(value.isEmpty() ? rest.strip() : value + rest.stripTrailing());
            if (end == text.length()) {
                return List.copyOf(values);
            }
            at = end + 1;
        }
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** @return one past the closing quote, or the text's end where there is none */
    private static int readQuoted(String text, int from, StringBuilder value) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '"') {
                value.append(c);
                at++;
            } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                value.append(c);
                at += 2;
            } else {
                return at + 1;
            }
        }
        return at;
    }

    private static int endOfValue(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++;
        }
        return at;
    }
}
