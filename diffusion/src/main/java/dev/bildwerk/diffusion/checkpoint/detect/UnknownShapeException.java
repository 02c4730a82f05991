package dev.bildwerk.diffusion.checkpoint.detect;

/** Weights whose shapes are those of no model that is known here. The message is half a sentence. */
public final class UnknownShapeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownShapeException(String message) {
        super(message);
    }
}
