package dev.bildwerk.safety.hash;

import java.time.LocalDate;
import java.util.Objects;

/**
 * A picture that is blocked.
 *
 * @param source who asked for it, or the list it is from; empty where nothing is known. Shown to users: without control
 *     characters and at most {@link #LONGEST_SOURCE} characters
 * @param date since when; of a year of four digits
 */
public record BlockedHash(PdqHash hash, BlockReason reason, String source, LocalDate date) {
    public static final int LONGEST_SOURCE = 200;

    public BlockedHash {
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(date, "date");
        if (!isSource(source)) {
            throw new IllegalArgumentException("The source is too long or holds control characters.");
        }
        if (date.getYear() < 0 || date.getYear() > 9999) {
            throw new IllegalArgumentException("The date has no year of four digits.");
        }
    }

    /** Whether a text may be a source: invisible characters could make it look like another. */
    public static boolean isSource(String text) {
        boolean isSource = text.length() <= LONGEST_SOURCE;
        for (int at = 0; at < text.length() && isSource; at = text.offsetByCodePoints(at, 1)) {
            isSource = isVisible(text.codePointAt(at));
        }
        return isSource;
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
