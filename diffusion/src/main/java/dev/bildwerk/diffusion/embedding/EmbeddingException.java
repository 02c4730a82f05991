package dev.bildwerk.diffusion.embedding;

import dev.bildwerk.engine.CodedException;

/**
 * An embedding cannot be used; the message is one sentence for the user.
 * Codes are such as {@code embedding.other-model}.
 */
public final class EmbeddingException extends CodedException {
    private static final long serialVersionUID = 1L;

    EmbeddingException(String code, String message) {
        super(code, message);
    }
}
