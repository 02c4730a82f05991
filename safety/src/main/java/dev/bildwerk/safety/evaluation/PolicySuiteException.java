package dev.bildwerk.safety.evaluation;

import dev.bildwerk.engine.CodedException;

/** A file of prompts cannot be read; the message names the file and, where there is one, the line. */
public final class PolicySuiteException extends CodedException {
    private static final long serialVersionUID = 1L;

    public PolicySuiteException(String code, String message) {
        super(code, message);
    }
}
