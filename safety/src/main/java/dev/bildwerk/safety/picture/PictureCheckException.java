package dev.bildwerk.safety.picture;

import dev.bildwerk.engine.CodedException;

/** The picture check cannot be used as it lies there; nothing is shown that it should have looked at. */
public final class PictureCheckException extends CodedException {
    private static final long serialVersionUID = 1L;

    /** Reason code of files that are missing, changed or not to be read. */
    public static final String BROKEN = "picture.check-broken";

    PictureCheckException(String message) {
        super(BROKEN, message);
    }

    PictureCheckException(String message, Throwable cause) {
        super(BROKEN, message, cause);
    }
}
