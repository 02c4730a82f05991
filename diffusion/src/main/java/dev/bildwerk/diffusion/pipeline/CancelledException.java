package dev.bildwerk.diffusion.pipeline;

/** Work was stopped between steps because its {@link ProgressListener} asked for it. */
public final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CancelledException() {
        super("Stopped between steps, as asked.");
    }
}
