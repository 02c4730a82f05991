package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/** Takes the noise out of a latent, step by step. */
@FunctionalInterface
public interface Sampler {
    /**
     * @param denoiser called once a step
     * @param x {@code [batch, channels, height, width]} with noise of the schedule's first sigma, in F32: see
     *     {@link Schedule#initialLatent}; is left as it is
     * @param noise asked only by samplers that add noise
     * @return the clean latent in x's shape; belongs to the innermost scope of the caller
     * @throws SamplingStoppedException if the listener says so
     */
    Tensor sample(Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener);

    static Sampler of(SamplerName name) {
        return switch (name) {
            case EULER -> Euler::sample;
            case EULER_ANCESTRAL -> EulerAncestral::sample;
            case DDIM -> Ddim::sample;
            case DPM_PLUS_PLUS_2M -> DpmPlusPlus2M::sample;
        };
    }
}
