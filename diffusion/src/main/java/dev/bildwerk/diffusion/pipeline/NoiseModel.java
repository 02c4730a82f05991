package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.Tensor;
import java.util.List;

/** A UNet with whatever is put beside it for one picture. */
@FunctionalInterface
interface NoiseModel {
    /**
     * Hears that an answer of the denoiser begins, which takes one call of {@link #apply} or several.
     *
     * @param step of the schedule, from 0 on
     * @param told all texts, in the order in which they come
     */
    default void begin(int step, List<TextConditioning> told) {}

    /**
     * @param step of the schedule, from 0 on
     * @return the prediction, as the UNet gives it
     */
    Tensor apply(UNetInput input, int step);
}
