package dev.bildwerk.diffusion.guide;

import dev.bildwerk.engine.CodedException;

/**
 * A guide's network cannot be used; the message is one sentence for the user. Codes are such as {@code
 * guide.family}.
 */
public final class GuideException extends CodedException {
    private static final long serialVersionUID = 1L;

    public GuideException(String code, String message) {
        super(code, message);
    }
}
