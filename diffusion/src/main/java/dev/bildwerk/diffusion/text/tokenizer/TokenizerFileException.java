package dev.bildwerk.diffusion.text.tokenizer;

import dev.bildwerk.engine.CodedException;
import java.nio.file.Path;

/** A tokenizer's file is missing or is not what it should be. The message is one sentence that names the file. */
public final class TokenizerFileException extends CodedException {
    private static final long serialVersionUID = 1L;
    private final transient Path file;

    TokenizerFileException(Path file, String sentence, Throwable cause) {
        super("checkpoint.tokenizer", sentence, cause);
        this.file = file;
    }

    TokenizerFileException(Path file, String sentence) {
        this(file, sentence, null);
    }

    public Path file() {
        return file;
    }
}
