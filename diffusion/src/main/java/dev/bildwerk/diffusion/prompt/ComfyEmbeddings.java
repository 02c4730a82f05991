package dev.bildwerk.diffusion.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * ComfyUI's way to name an embedding in a text: {@code embedding:name} at its beginning or after a space or line break.
 * The name reaches to the next white space; commas at its end are text where there is no embedding of that name with
 * them.
 */
final class ComfyEmbeddings {
    private static final String PREFIX = "embedding:";
    private static final Pattern BEGINNING = Pattern.compile("[ \\n](?=" + PREFIX + ")");

    /** A part of a text. */
    sealed interface Part {}

    record Text(String text) implements Part {}

    /** @param index of the name in the list of those that are known */
    record Known(int index) implements Part {}

    record Unknown(String name) implements Part {}

    private ComfyEmbeddings() {}

    /** The names that a text asks for, as they are typed, but for commas around them. */
    static List<String> namedIn(String text) {
        return parts(text, List.of()).stream()
                .flatMap(part -> part instanceof Unknown unknown ? Stream.of(unknown.name()) : Stream.empty())
                .toList();
    }

    /** @param names that are known */
    static List<Part> parts(String text, List<String> names) {
        List<Part> parts = new ArrayList<>();
        for (String part : BEGINNING.split(text, -1)) {
            if (part.startsWith(PREFIX)) {
                addNamed(part.substring(PREFIX.length()), names, parts);
            } else if (!part.isEmpty()) {
                parts.add(new Text(part));
            }
        }
        return parts;
    }

    private static void addNamed(String text, List<String> names, List<Part> parts) {
        int from = 0;
        while (from < text.length() && Characters.isSpace(text.charAt(from))) {
            from++;
        }
        int to = from;
        while (to < text.length() && !Characters.isSpace(text.charAt(to))) {
            to++;
        }
        String name = text.substring(from, to);
        String rest = text.substring(to).strip();
        String bare = withoutCommas(name);
        int index = indexOf(name, names);
        if (index < 0 && bare.length() < name.length()) {
            index = indexOf(bare, names);
            rest = (name.substring(bare.length()) + " " + rest).strip();
        }
        parts.add(index < 0 ? new Unknown(bare) : new Known(index));
        if (!rest.isEmpty()) {
            parts.add(new Text(rest));
        }
    }

    private static String withoutCommas(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && name.charAt(from) == ',') {
            from++;
        }
        while (to > from && name.charAt(to - 1) == ',') {
            to--;
        }
        return name.substring(from, to);
    }

    /** As it is written first, then in any case, as a file system may find it; with or without a file's ending. */
    private static int indexOf(String name, List<String> names) {
        String bare = NamedFiles.withoutEnding(name);
        int exact = Math.max(names.indexOf(name), names.indexOf(bare));
        for (int i = 0; exact < 0 && i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name) || names.get(i).equalsIgnoreCase(bare)) {
                exact = i;
            }
        }
        return exact;
    }
}
