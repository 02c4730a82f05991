package dev.bildwerk.safety.consent;

import java.time.LocalDate;
import java.util.List;

/**
 * A person or a style that is not to be drawn.
 *
 * @param id by which the entry is spoken of; lower case letters, digits and dashes
 * @param names under which prompts may ask; at least one, each of at least {@link #SHORTEST_NAME} letters
 * @param evidence what shows that whoever asked for the entry may: a page, a letter's reference; never a document itself
 * @param enteredBy who entered it
 * @param entered when
 * @param appeal whether it was contradicted
 * @param appealed when that last changed; {@code null} where it never was
 * @param note on the appeal; empty for none
 */
public record RegistryEntry(
        String id,
        EntryKind kind,
        List<String> names,
        String evidence,
        String enteredBy,
        LocalDate entered,
        AppealState appeal,
        LocalDate appealed,
        String note) {

    /** Shorter names would be found by accident. */
    public static final int SHORTEST_NAME = 4;

    private static final int LONGEST_TEXT = 1_000;
    private static final int MOST_NAMES = 50;

    /** @throws RegistryException with code {@code registry.entry} where something is missing, too short or too long */
    public RegistryEntry {
        names = List.copyOf(names);
        if (!id.matches("[a-z0-9][a-z0-9-]{0,63}")) {
            throw new RegistryException("registry.entry", "\"%s\" is no id: use lower case letters, digits and dashes.".formatted(id));
        }
        if (names.isEmpty() || names.size() > MOST_NAMES) {
            throw new RegistryException("registry.entry", "The entry %s needs 1 to %d names.".formatted(id, MOST_NAMES));
        }
        for (String name : names) {
            if (name.codePoints().filter(Character::isLetter).count() < SHORTEST_NAME || name.length() > LONGEST_TEXT) {
                throw new RegistryException(
                        "registry.entry",
                        "The name \"%s\" has fewer than %d letters or more than %d: give it as prompts would."
                                .formatted(name, SHORTEST_NAME, LONGEST_TEXT));
            }
        }
        if (evidence.isBlank() || evidence.length() > LONGEST_TEXT || enteredBy.length() > LONGEST_TEXT
                || note.length() > LONGEST_TEXT) {
            throw new RegistryException(
                    "registry.entry",
                    "The entry %s needs its evidence, and no text of more than %d characters.".formatted(id, LONGEST_TEXT));
        }
    }

    /** Whether it protects now. */
    public boolean counts() {
        return appeal != AppealState.GRANTED;
    }

    /** The entry after an appeal, or a decision on one. */
    public RegistryEntry appealed(AppealState state, LocalDate date, String why) {
        return new RegistryEntry(id, kind, names, evidence, enteredBy, entered, state, date, why);
    }
}
