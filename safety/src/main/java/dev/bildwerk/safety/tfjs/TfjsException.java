package dev.bildwerk.safety.tfjs;

/** A model file of TensorFlow.js is not what its format asks for; the message says what is wrong with it. */
public final class TfjsException extends Exception {
    private static final long serialVersionUID = 1L;

    public TfjsException(String message) {
        super(message);
    }

    TfjsException(String message, Throwable cause) {
        super(message, cause);
    }
}
