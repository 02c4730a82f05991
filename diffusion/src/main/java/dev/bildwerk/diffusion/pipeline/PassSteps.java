package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.engine.Tensor;

/**
 * The steps that one pass takes, and the latent under noise that it begins with.
 *
 * @param whole the schedule that they are part of
 * @param taken its last steps, or all
 * @param cleanScale what a picture's latent is multiplied by
 * @param noiseScale what standard normal noise is multiplied by
 */
record PassSteps(Schedule whole, Schedule taken, double cleanScale, double noiseScale) {

    /** All steps, from noise alone. */
    static PassSteps all(Schedule schedule) {
        return new PassSteps(schedule, schedule, 0, schedule.initialNoiseScale());
    }

    /** @param step that a changed picture begins at; one that is out of the schedule is the nearest in it */
    static PassSteps from(Schedule schedule, int step) {
        Schedule taken = schedule.startingAt(Math.clamp(step, 0, schedule.size() - 1));
        return new PassSteps(schedule, taken, 1, taken.sigma(0));
    }

    /** From a noise level that belongs to a latent of variance 1 and is told as the first step's. */
    PassSteps takenFrom(double sigma) {
        double first = taken.sigma(0);
        double scale = Math.sqrt((first * first + 1) / (sigma * sigma + 1));
        return new PassSteps(whole, taken, scale, scale * sigma);
    }

    PassSteps withNoiseScale(double scale) {
        return new PassSteps(whole, taken, cleanScale, scale);
    }

    /** Noise alone, whatever there is of a picture. */
    Tensor latent(Tensor noise) {
        return noise.mul(noiseScale);
    }

    /** @param clean the picture's latent, as the denoiser knows it */
    Tensor latent(Tensor clean, Tensor noise) {
        return (cleanScale == 1 ? clean : clean.mul(cleanScale)).add(noise, noiseScale);
    }
}
