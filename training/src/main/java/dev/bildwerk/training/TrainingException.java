package dev.bildwerk.training;

import dev.bildwerk.engine.CodedException;

/**
 * A run that cannot begin or go on, with a stable reason code and a sentence that says what to do.
 * Codes are such as {@code training.data}.
 */
public final class TrainingException extends CodedException {
    private static final long serialVersionUID = 1L;

    public TrainingException(String code, String message) {
        super(code, message);
    }

    public TrainingException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
