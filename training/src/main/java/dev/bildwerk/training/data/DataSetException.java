package dev.bildwerk.training.data;

import java.util.Objects;

/** A data set that cannot be built; the message tells a user in one sentence what is wrong and what to do. */
public final class DataSetException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong, stable for programs. */
    public enum Reason {
        CLIENT_MISSING,
        FETCH_FAILED,
        INTEGRITY_MISMATCH,
        LICENCE_MISMATCH,
        PACKAGE_UNREADABLE,
        PICTURE_REFUSED,
        MANIFEST_INVALID,
        TABLE_INVALID,
        WRITE_FAILED
    }

    private final Reason reason;

    public DataSetException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public DataSetException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}
