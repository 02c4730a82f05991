package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.guard.Refusal;
import dev.bildwerk.engine.CodedException;

/** The guard refused the request or the finished picture. */
public final class RefusedException extends CodedException {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.code(), refusal.message());
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
