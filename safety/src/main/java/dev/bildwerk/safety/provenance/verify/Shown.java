package dev.bildwerk.safety.provenance.verify;

/** Texts of a stranger's file, so that they can be shown: they move no cursor, turn no line around and have an end. */
final class Shown {
    private static final int LONGEST = 200;

    private Shown() {}

    static String text(String strangers) {
        StringBuilder shown = new StringBuilder();
        strangers.codePoints().limit(LONGEST).map(Shown::letter).forEach(shown::appendCodePoint);
        return strangers.codePointCount(0, strangers.length()) > LONGEST ? shown + "..." : shown.toString();
    }

    private static int letter(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> '?';
            default -> codePoint;
        };
    }
}
