package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.sampling.Schedule;

/**
 * Tells by the noise level which step a sampler is in: some call the denoiser several times a step, at levels between
 * two steps, or go back to more noise.
 */
final class StepOfSigma {
    /** Samplers that compute in logarithms come back to a step's sigma with the last digits changed. */
    private static final double ROUNDING = 1 + 1e-6;

    private StepOfSigma() {}

    /** The last step that begins at this sigma or above it, from 0 on; 0 for sigmas above all of them. */
    static int of(Schedule schedule, double sigma) {
        int step = 0;
        while (step + 1 < schedule.size() && sigma <= beginning(schedule, step + 1)) {
            step++;
        }
        return step;
    }

    /** The largest sigma that counts as the beginning of a step. */
    static double beginning(Schedule schedule, int step) {
        return schedule.sigma(step) * ROUNDING;
    }
}
