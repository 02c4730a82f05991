package dev.bildwerk.engine;

/**
 * Something the engine cannot do, with a stable reason code and a sentence for the user.
 * Codes are such as {@code engine.memory}.
 */
public final class EngineException extends CodedException {
    private static final long serialVersionUID = 1L;

    public EngineException(String code, String message) {
        super(code, message);
    }

    public EngineException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
