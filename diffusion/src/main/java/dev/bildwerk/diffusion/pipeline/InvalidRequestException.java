package dev.bildwerk.diffusion.pipeline;

/** A request that cannot be carried out, with a stable reason code and a sentence that says what to change. */
public final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    public InvalidRequestException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Stable and machine-readable, such as {@code request.size}. */
    public String code() {
        return code;
    }
}
