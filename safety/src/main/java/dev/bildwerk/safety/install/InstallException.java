package dev.bildwerk.safety.install;

import dev.bildwerk.engine.CodedException;

/** The picture check cannot be installed; what was installed before is as it was. */
public final class InstallException extends CodedException {
    private static final long serialVersionUID = 1L;

    InstallException(String code, String message) {
        super(code, message);
    }

    InstallException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
