package dev.bildwerk.diffusion.checkpoint;

/** A checkpoint that cannot be used, with a stable reason code and a sentence that names the file and what to do. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    public CheckpointException(String code, String message) {
        super(message);
        this.code = code;
    }

    public CheckpointException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Stable and machine-readable, such as {@code checkpoint.weight.missing}. */
    public String code() {
        return code;
    }
}
