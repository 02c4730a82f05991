package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.Denoiser;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.engine.Tensor;

/**
 * Where sampling begins.
 *
 * @param latent {@code [1, latentChannels, height, width]} under the noise of the schedule's first step
 * @param schedule what is left of it
 * @param kept what is not made anew; null where all is, or where the model itself sees what is kept
 * @param beside {@code [1, 1 + latentChannels, height, width]}, what a checkpoint for inpainting sees beside the latent; null
 *     for others
 */
record StartingPoint(Tensor latent, Schedule schedule, Kept kept, Tensor beside) {

    /**
     * @param clean the latent of the picture that is partly kept
     * @param mask {@code [1, 1, height, width]}: 1 where it is made anew, 0 where it is kept
     */
    record Kept(Tensor clean, Tensor mask) {
        /**
         * A denoiser that knows what is kept: with the noise that the latent began with, every deterministic sampler then
         * carries the kept part along its own noise levels, as diffusers does between steps.
         */
        Denoiser around(Denoiser denoiser) {
            Tensor kept = clean.sub(clean.mul(mask));
            return (x, sigma) -> denoiser.denoise(x, sigma).mul(mask).add(kept);
        }

        /** The finished latent without what little noise some schedules leave in the kept part. */
        Tensor restored(Tensor latent) {
            return latent.mul(mask).add(clean.sub(clean.mul(mask)));
        }
    }

    static StartingPoint ofNoise(Schedule schedule, Tensor noise) {
        return new StartingPoint(schedule.initialLatent(noise), schedule, null, null);
    }

    /** @param clean the picture's latent, as the denoiser knows it */
    static StartingPoint ofPicture(Schedule schedule, Tensor clean, Tensor noise, double strength, Dialect dialect) {
        Schedule rest = schedule.startingAt(firstStep(schedule.size(), strength, dialect));
        return new StartingPoint(rest.initialLatent(clean, noise), rest, null, null);
    }

    /** How many of a schedule's steps are left out. */
    static int firstStep(int steps, double strength, Dialect dialect) {
        return switch (dialect) {
            // k-diffusion's list of noise levels has one more than steps; A1111 counts from its end.
            case A1111 -> steps - (int) (Math.min(strength, 0.999) * steps) - 1;
            // ComfyUI itself takes the last steps of a longer schedule, which is not done here.
            case COMFYUI, DIFFUSERS -> Math.min(steps - 1, Math.max(0, steps - (int) (steps * strength)));
        };
    }

    StartingPoint keeping(Kept part) {
        return new StartingPoint(latent, schedule, part, beside);
    }

    StartingPoint beside(Tensor channels) {
        return new StartingPoint(latent, schedule, kept, channels);
    }
}
