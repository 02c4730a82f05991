package dev.bildwerk.cli.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Breaks text into lines: between words, and within one that is wider than a line. */
final class WrappedText {
    private static final String MORE = "\u2026";

    private WrappedText() {}

    /**
     * @param width of a line
     * @param mostLines what is beyond is left out, and the last line says so
     * @param widthOf a text
     */
    static List<String> lines(String text, double width, int mostLines, ToDoubleFunction<String> widthOf) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.strip().split("\\s+")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (widthOf.applyAsDouble(longer) <= width) {
                line = longer;
                continue;
            }
            if (!line.isEmpty()) {
                lines.add(line);
            }
            line = word;
            while (widthOf.applyAsDouble(line) > width && line.codePointCount(0, line.length()) > 1) {
                int fits = fitting(line, width, widthOf);
                lines.add(line.substring(0, fits));
                line = line.substring(fits);
                if (lines.size() > mostLines) {
                    return cut(lines, width, mostLines, widthOf); // A word of ten thousand letters is not worth it.
                }
            }
            if (lines.size() > mostLines) {
                return cut(lines, width, mostLines, widthOf);
            }
        }
        if (!line.isEmpty()) {
            lines.add(line);
        }
        return lines.size() > mostLines ? cut(lines, width, mostLines, widthOf) : List.copyOf(lines);
    }

    /** How many characters of a word fit, at least one letter. */
    private static int fitting(String word, double width, ToDoubleFunction<String> widthOf) {
        int fits = word.offsetByCodePoints(0, 1);
        while (fits < word.length()) {
            int next = word.offsetByCodePoints(fits, 1);
            if (widthOf.applyAsDouble(word.substring(0, next)) > width) {
                break;
            }
            fits = next;
        }
        return fits;
    }

    private static List<String> cut(List<String> lines, double width, int mostLines, ToDoubleFunction<String> widthOf) {
        List<String> kept = new ArrayList<>(lines.subList(0, mostLines));
        String last = kept.removeLast();
        while (!last.isEmpty() && widthOf.applyAsDouble(last + MORE) > width) {
            last = last.substring(0, last.offsetByCodePoints(last.length(), -1));
        }
        kept.add(last.stripTrailing() + MORE);
        return List.copyOf(kept);
    }
}
