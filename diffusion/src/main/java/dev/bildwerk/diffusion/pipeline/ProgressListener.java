package dev.bildwerk.diffusion.pipeline;

/** Hears of long work and may stop it. Called on the thread that works, so it should return at once. */
@FunctionalInterface
public interface ProgressListener {

    /** Hears nothing and never stops. */
    ProgressListener NONE = (stage, step, steps) -> true;

    /** What a pipeline is doing. */
    enum Stage {
        ENCODING_TEXT,
        DENOISING,
        DECODING
    }

    /**
     * Called when a stage begins ({@code step == 0}) and after each of its steps.
     *
     * @param step finished steps, 0 to {@code steps}
     * @return false to stop: the work ends with {@link CancelledException}, between steps
     */
    boolean progress(Stage stage, int step, int steps);
}
