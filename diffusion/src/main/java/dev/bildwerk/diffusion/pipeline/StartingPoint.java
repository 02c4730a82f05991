package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.engine.Tensor;

/**
 * Where sampling begins.
 *
 * @param latent {@code [1, latentChannels, height, width]} under the noise of the schedule's first step
 * @param schedule what is left of it
 * @param kept what is not made anew; null where all is, or where only the model itself sees what is kept
 * @param beside {@code [1, 1 + latentChannels, height, width]}, what a checkpoint for inpainting sees beside the latent; null
 *     for others
 */
record StartingPoint(Tensor latent, Schedule schedule, KeptPart kept, Tensor beside) {

    static StartingPoint of(PassSteps pass, Tensor latent) {
        return new StartingPoint(latent, pass.taken(), null, null);
    }

    StartingPoint keeping(KeptPart part) {
        return new StartingPoint(latent, schedule, part, beside);
    }

    StartingPoint beside(Tensor channels) {
        return new StartingPoint(latent, schedule, kept, channels);
    }
}
