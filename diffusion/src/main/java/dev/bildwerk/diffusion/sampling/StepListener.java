package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/** Hears of every step, and can stop the sampler there. */
@FunctionalInterface
public interface StepListener {
    /** Lets the sampler run. */
    StepListener NONE = (step, steps, x, denoised) -> true;

    /**
     * Called after a step. The tensors are the sampler's: they are not to be changed, and are gone after the call.
     *
     * @param step how many steps are done, from 1
     * @param steps how many there are in all
     * @param x {@code [batch, channels, height, width]}, the latent that the step left
     * @param denoised the clean latent that the step expected, for a preview; in x's shape
     * @return true to go on, false to stop: the sampler then throws {@link SamplingStoppedException}
     */
    boolean afterStep(int step, int steps, Tensor x, Tensor denoised);
}
