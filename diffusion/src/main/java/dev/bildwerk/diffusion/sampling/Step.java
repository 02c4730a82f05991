package dev.bildwerk.diffusion.sampling;

/**
 * One step of a schedule.
 *
 * @param timestep what the model is told, not whole in some schedules
 * @param sigma noise in the latent when the step begins, above 0
 * @param targetSigma noise that the step leaves, at most sigma; the next step's sigma, except where DDIM in diffusers
 *     aims beside it
 */
public record Step(double timestep, double sigma, double targetSigma) {
    /** @throws IllegalArgumentException if the step takes no noise away but adds some, or a number is none */
    public Step {
        if (!(timestep >= 0 && sigma > 0 && targetSigma >= 0 && targetSigma <= sigma && Double.isFinite(sigma))) {
            throw new IllegalArgumentException(
                    "A step at timestep %s cannot lead from sigma %s to %s.".formatted(timestep, sigma, targetSigma));
        }
    }
}
