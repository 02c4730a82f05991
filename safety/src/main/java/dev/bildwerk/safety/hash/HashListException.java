package dev.bildwerk.safety.hash;

import dev.bildwerk.engine.CodedException;

/** A list of hashes cannot be read or written; the message names the file and, where there is one, the line. */
public final class HashListException extends CodedException {
    private static final long serialVersionUID = 1L;

    public HashListException(String code, String message) {
        super(code, message);
    }
}
