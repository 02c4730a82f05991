package dev.bildwerk.diffusion.adapter;

/** An adapter cannot be used; the message is one sentence for the user. */
public final class AdapterException extends RuntimeException {
    private final String code;

    AdapterException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Stable, such as {@code adapter.other-model}. */
    public String code() {
        return code;
    }
}
