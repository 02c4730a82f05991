package dev.bildwerk.diffusion.embedding;

/** An embedding cannot be used; the message is one sentence for the user. */
public final class EmbeddingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    EmbeddingException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Stable, such as {@code embedding.other-model}. */
    public String code() {
        return code;
    }
}
