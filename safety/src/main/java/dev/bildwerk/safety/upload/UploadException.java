package dev.bildwerk.safety.upload;

import dev.bildwerk.engine.CodedException;

/** A given picture is not taken; the message names the file and says what to do. */
public final class UploadException extends CodedException {
    private static final long serialVersionUID = 1L;

    UploadException(String code, String message) {
        super(code, message);
    }

    UploadException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
