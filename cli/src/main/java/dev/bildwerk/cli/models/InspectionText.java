package dev.bildwerk.cli.models;

import dev.bildwerk.diffusion.checkpoint.Inspection;
import dev.bildwerk.engine.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The same for people: a line for each field. */
final class InspectionText {
    private static final int LONGEST = 100;

    private InspectionText() {}

    /** {@code F16}, or several. */
    static String precision(Inspection inspection) {
        return inspection.parameters().keySet().stream()
                .filter(DType::isFloatingPoint)
                .sorted()
                .map(DType::safetensorsName)
                .collect(Collectors.joining(" and "));
    }

    static List<String> lines(Map<String, Object> fields) {
        List<String> lines = new ArrayList<>();
        fields.forEach((name, value) -> add(lines, "", name, value));
        return lines;
    }

    private static void add(List<String> lines, String indent, String name, Object value) {
        switch (value) {
            case Map<?, ?> map when map.isEmpty() -> {}
            case Map<?, ?> map -> {
                lines.add(indent + label(name));
                map.forEach((key, inner) -> add(lines, indent + "  ", String.valueOf(key), inner));
            }
            case List<?> list -> list.forEach(item -> add(lines, indent, name, item));
            case Number number -> lines.add(row(indent, name, String.format(Locale.ROOT, "%,d", number.longValue())));
            case Boolean known -> lines.add(row(indent, name, known ? "yes" : "no"));
            default -> {
                if (!value.toString().isEmpty()) {
                    lines.add(row(indent, name, value.toString()));
                }
            }
        }
    }

    private static String row(String indent, String name, String value) {
        return "%s%-20s %s".formatted(indent, label(name), printable(value));
    }

    private static String label(String name) {
        return printable(name).replace('_', ' ');
    }

    /** An author's words may be hostile: in one line, without control characters, and short. */
    private static String printable(String text) {
        String plain = text.codePoints()
                .limit(LONGEST + 1)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.codePointCount(0, plain.length()) > LONGEST
                ? plain.substring(0, plain.offsetByCodePoints(0, LONGEST)) + "..."
                : plain;
    }
}
