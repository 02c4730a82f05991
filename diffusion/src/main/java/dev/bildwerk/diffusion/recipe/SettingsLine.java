package dev.bildwerk.diffusion.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The last line of an {@link Infotext}: {@code key: value} pairs, where a value with a comma is a JSON string. */
final class SettingsLine {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SettingsLine() {}

    static String quote(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == ':' || c == '"' || c < ' ');
        return plain ? value : '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }

    /** Reads what pairs there are and passes over the rest, in time that grows with the line's length. */
    static SequencedMap<String, String> parse(String line) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        int at = 0;
        int colon = -1;
        while (at < line.length()) {
            if (colon < at) {
                colon = line.indexOf(':', at);
            }
            if (colon < 0) {
                break;
            }
            int comma = line.lastIndexOf(',', colon);
            if (comma >= at) {
                at = comma + 1; // What stands before it has no colon.
            }
            int start = skipBlanks(line, colon + 1);
            int end = isQuoted(line, start) ? endOfQuoted(line, start) : endOfPlain(line, start);
            String key = line.substring(at, colon).strip();
            if (isKey(key)) {
                settings.put(key, unquote(line.substring(start, end).strip()));
            }
            at = endOfPlain(line, end) + 1;
        }
        return settings;
    }

    private static boolean isKey(String key) {
        return key.length() >= 2
                && isWordCharacter(key.charAt(0))
                && key.chars().allMatch(c -> isWordCharacter(c) || c == ' ' || c == '-' || c == '/' || c == '+');
    }

    private static boolean isWordCharacter(int c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private static int skipBlanks(String line, int at) {
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static boolean isQuoted(String line, int start) {
        return start < line.length() && line.charAt(start) == '"' && endOfQuoted(line, start) >= 0;
    }

    /** One past the closing quote, or -1 if it never closes. */
    private static int endOfQuoted(String line, int start) {
        for (int i = start + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int endOfPlain(String line, int start) {
        int comma = line.indexOf(',', start);
        return comma < 0 ? line.length() : comma;
    }

    private static String unquote(String value) {
        if (value.length() < 2 || value.charAt(0) != '"' || value.charAt(value.length() - 1) != '"') {
            return value;
        }
        try {
            return JSON.readValue(value, String.class);
        } catch (JsonProcessingException notJson) {
            return value; // Another program's habit: what it wrote is more use than nothing.
        }
    }
}
