package dev.bildwerk.diffusion.recipe;

import java.util.Objects;

/**
 * A part of a recipe that the picture will not have.
 *
 * @param field by the name that the other program has for it
 * @param value as the recipe has it; empty where it has none worth showing
 * @param reason a part of a sentence that follows a colon, without its full stop
 */
public record NotHonoured(String field, String value, String reason) {
    private static final int LONGEST_VALUE = 60;

    public NotHonoured {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(reason, "reason");
    }

    /** One line for the user. */
    public String sentence() {
        String shown = oneLine(value);
        return shown.isEmpty()
                ? "%s: %s.".formatted(oneLine(field), reason)
                : "%s \"%s\": %s.".formatted(oneLine(field), shown, reason);
    }

    // The text is a stranger's: it must not move the cursor of a terminal, nor fill it.
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        int end = Math.min(text.length(), LONGEST_VALUE);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? ' ' : c);
        }
        return end < text.length() ? line.append("\u2026").toString() : line.toString();
    }
}
