package dev.bildwerk.engine;

/**
 * What a user or a program can do something about: the message is a sentence for the user, and the code is stable. All such
 * exceptions of Bildwerk's library are of this type; others are mistakes in a program.
 */
public abstract class CodedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    protected CodedException(String code, String message) {
        this(code, message, null);
    }

    /** @param cause null for none */
    protected CodedException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Stable and machine-readable, such as {@code engine.memory}. */
    public final String code() {
        return code;
    }
}
