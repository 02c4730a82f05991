package dev.bildwerk.engine;

/** Something the engine cannot do, with a stable reason code and a sentence for the user. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    public EngineException(String code, String message) {
        super(message);
        this.code = code;
    }

    public EngineException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Stable and machine-readable, such as {@code engine.memory}. */
    public String code() {
        return code;
    }
}
