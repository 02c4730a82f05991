package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.engine.CodedException;

/**
 * A checkpoint that cannot be used, with a stable reason code and a sentence that names the file and what to do.
 * Codes are such as {@code checkpoint.weight.missing}.
 */
public final class CheckpointException extends CodedException {
    private static final long serialVersionUID = 1L;

    public CheckpointException(String code, String message) {
        super(code, message);
    }

    public CheckpointException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
