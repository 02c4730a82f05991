package dev.bildwerk.engine.safetensors;

import dev.bildwerk.engine.CodedException;
import java.nio.file.Path;

/** A safetensors file that cannot be read or written: a stable reason code, and a sentence that names the file. */
public final class SafetensorsException extends CodedException {
    private static final long serialVersionUID = 1L;

    SafetensorsException(String code, Path file, String sentence) {
        this(code, file, sentence, null);
    }

    SafetensorsException(String code, Path file, String sentence, Throwable cause) {
        super(code, Printable.text(String.valueOf(file.getFileName())) + ": " + sentence, cause);
    }
}
