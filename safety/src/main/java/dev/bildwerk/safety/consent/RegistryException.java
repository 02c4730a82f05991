package dev.bildwerk.safety.consent;

import dev.bildwerk.engine.CodedException;

/** The registry of consent, or an entry of it, cannot be read or written; the message says where and what to do. */
public final class RegistryException extends CodedException {
    private static final long serialVersionUID = 1L;

    public RegistryException(String code, String message) {
        super(code, message);
    }
}
