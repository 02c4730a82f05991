package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.picture.Picture;

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

    /**
     * Whether to be shown the picture as it stands after a denoising step. Asked before {@link #progress} hears of the
     * step; to be shown one costs little beside a step.
     *
     * @param step finished steps, 1 to {@code steps}
     */
    default boolean wantsPreview(int step, int steps) {
        return false;
    }

    /**
     * Shows the picture as it stands: blurred, in the size of the finished one, and admitted by the guard. One that the guard
     * does not admit is not shown.
     *
     * @param step finished steps, 1 to {@code steps}
     */
    default void preview(int step, int steps, Picture picture) {}
}
