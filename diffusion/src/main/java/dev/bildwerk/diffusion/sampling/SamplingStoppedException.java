package dev.bildwerk.diffusion.sampling;

/** A {@link StepListener} asked a sampler to stop, and there is no picture. */
public final class SamplingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SamplingStoppedException(int step, int steps) {
        super("Sampling was stopped after step %d of %d.".formatted(step, steps));
    }
}
