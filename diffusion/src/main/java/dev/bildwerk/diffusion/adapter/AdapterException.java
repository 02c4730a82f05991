package dev.bildwerk.diffusion.adapter;

import dev.bildwerk.engine.CodedException;

/**
 * An adapter cannot be used; the message is one sentence for the user.
 * Codes are such as {@code adapter.other-model}.
 */
public final class AdapterException extends CodedException {
    private static final long serialVersionUID = 1L;

    AdapterException(String code, String message) {
        super(code, message);
    }
}
