package dev.bildwerk.training;

/** A run that cannot begin or go on, with a stable reason code and a sentence that says what to do. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    public TrainingException(String code, String message) {
        super(message);
        this.code = code;
    }

    public TrainingException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Stable and machine-readable, such as {@code training.data}. */
    public String code() {
        return code;
    }
}
