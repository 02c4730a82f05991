package dev.bildwerk.safety.provenance;

import dev.bildwerk.engine.CodedException;

/** Marks that cannot be read or made, with a stable reason code and a sentence. Codes are such as {@code c2pa.cbor}. */
public final class ProvenanceException extends CodedException {
    private static final long serialVersionUID = 1L;

    public ProvenanceException(String code, String message) {
        super(code, message);
    }
}
