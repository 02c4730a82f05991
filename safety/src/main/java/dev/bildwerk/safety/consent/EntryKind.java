package dev.bildwerk.safety.consent;

import java.util.Locale;

/** What an entry of the registry protects. */
public enum EntryKind {
    /** Someone who does not want to be shown. */
    PERSON,
    /** The way in which someone works, by the name it is asked for. */
    STYLE;

    /** The word for it in files and commands. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
