package dev.bildwerk.safety.provenance.verify;

import java.util.Locale;

/** What came of looking for one kind of mark. */
public enum State {
    /** It is there, and it proves itself. */
    VALID,
    /** It is there; nothing proves who put it there. */
    PRESENT,
    /** It is there, and it or the picture was changed afterwards. */
    ALTERED,
    /** It is not there. */
    ABSENT;

    /** As words and JSON tell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
