package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * Strategic stochastic sampling of a trajectory consistency distillation: down to a timestep below the next one, and back
 * up with new noise. The last step adds none.
 *
 * @see <a href="https://arxiv.org/abs/2402.19159">Zheng et al. 2024, algorithm 4</a>
 */
public final class Tcd {
    /** The paper's gamma, diffusers' eta: 0 adds no noise, 1 samples as LCM does. */
    private static final double GAMMA = 0.3;

    private Tcd() {}

    /** See {@link Sampler#sample}. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) -> {
            double sigma = step.sigma();
            double target = step.targetSigma();
            if (i == schedule.size() - 1 && schedule.end() == 0) {
                return SamplingLoop.carry(SamplingLoop.lowerNoise(latent, denoised, sigma, target), target, 0);
            }
            double below = Math.floor((1 - GAMMA) * schedule.timestep(target));
            double down = Math.min(target, schedule.noiseSchedule().sigma(below));
            return AncestralStep.through(sigma, down, target).apply(latent, denoised, noise.draw(latent.shape()));
        });
    }
}
