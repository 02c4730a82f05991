package dev.bildwerk.engine.safetensors;

/** Text out of a file that may be hostile, made fit for one line of a message: short, and without control characters. */
final class Printable {
    private static final int MAX_CHARACTERS = 120;

    private Printable() {}

    static String quoted(String text) {
        return '"' + text(text) + '"';
    }

    static String text(String text) {
        StringBuilder line = new StringBuilder();
        int shown = Math.min(text.length(), MAX_CHARACTERS);
        for (int i = 0; i < shown; ) {
            int codePoint = text.codePointAt(i);
            if (isPlain(codePoint)) {
                line.appendCodePoint(codePoint);
            } else {
                line.append("\\u{%X}".formatted(codePoint));
            }
            i += Character.charCount(codePoint);
        }
        return shown < text.length() ? line + "..." : line.toString();
    }

    /** Format characters are left out as well: they can turn the direction of the line they stand in. */
    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED,
                    Character.PRIVATE_USE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
