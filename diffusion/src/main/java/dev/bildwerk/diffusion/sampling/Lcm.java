package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * Multistep sampling of a latent consistency model: to the clean latent, and back up with new noise. The boundary
 * scaling of consistency models is left out: it changes nothing by more than 7e-6 at the timesteps that they are trained
 * at.
 *
 * @see <a href="https://arxiv.org/abs/2310.04378">Luo et al. 2023, algorithm 3</a>
 */
public final class Lcm {
    private Lcm() {}

    /** See {@link Sampler#sample}. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) ->
                step.targetSigma() == 0
                        ? denoised.copy()
                        : denoised.add(noise.draw(latent.shape()).like(latent), step.targetSigma()));
    }
}
