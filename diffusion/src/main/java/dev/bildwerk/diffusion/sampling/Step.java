package dev.bildwerk.diffusion.sampling;

/**
 * One step of a schedule.
 *
 * @param timestep what the model is told, not whole in some schedules
 * @param sigma noise in the latent when the step begins, above 0
 * @param targetSigma noise that the step leaves; the next step's sigma, except where DDIM in diffusers aims beside it
 */
public record Step(double timestep, double sigma, double targetSigma) {}
