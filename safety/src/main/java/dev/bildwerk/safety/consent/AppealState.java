package dev.bildwerk.safety.consent;

import java.util.Locale;

/** Whether someone has contradicted an entry of the registry, and what came of it. */
public enum AppealState {
    /** Nobody has. */
    NONE,
    /** Someone has; the entry counts until it is decided. */
    OPEN,
    /** Someone had, and the entry stays. */
    DENIED,
    /** Someone had, or whoever is protected changed their mind: the entry is kept as a record and protects no longer. */
    GRANTED;

    /** The word for it in files and commands. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
