package dev.bildwerk.safety.concept;

import dev.bildwerk.engine.CodedException;

/** The safety checker beside a checkpoint cannot be used. */
final class ConceptException extends CodedException {
    private static final long serialVersionUID = 1L;

    ConceptException(String message, Throwable cause) {
        super("model.safety-checker", message, cause);
    }
}
