package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.engine.CodedException;

/**
 * A request that cannot be carried out, with a stable reason code and a sentence that says what to change.
 * Codes are such as {@code request.size}.
 */
public final class InvalidRequestException extends CodedException {
    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String code, String message) {
        super(code, message);
    }
}
