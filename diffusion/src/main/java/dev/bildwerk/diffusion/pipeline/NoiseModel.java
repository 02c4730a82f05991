package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.Tensor;

/** A UNet with whatever is put beside it for one picture. */
@FunctionalInterface
interface NoiseModel {
    /**
     * @param step of the schedule, from 0 on
     * @return the prediction, as the UNet gives it
     */
    Tensor apply(UNetInput input, int step);
}
