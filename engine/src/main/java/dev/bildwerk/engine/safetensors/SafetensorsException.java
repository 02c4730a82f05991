package dev.bildwerk.engine.safetensors;

import java.nio.file.Path;

/** A safetensors file that cannot be read or written: a stable reason code, and a sentence that names the file. */
public final class SafetensorsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    SafetensorsException(String code, Path file, String sentence) {
        this(code, file, sentence, null);
    }

    SafetensorsException(String code, Path file, String sentence, Throwable cause) {
        super(Printable.text(String.valueOf(file.getFileName())) + ": " + sentence, cause);
        this.code = code;
    }

    /** Stable and machine-readable, such as {@code safetensors.header-length}. */
    public String code() {
        return code;
    }
}
