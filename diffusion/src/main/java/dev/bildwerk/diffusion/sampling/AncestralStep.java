package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * A step that goes down further than asked and adds new noise up to the level asked for. In the variance exploding form
 * it is a draw from the posterior of the forward process, as DDPM draws it.
 *
 * @param sigma noise in the latent when the step begins
 * @param down noise of the old latent that is left
 * @param up standard deviation of the new noise; {@code down^2 + up^2} is the target's square
 * @see <a href="https://arxiv.org/abs/2006.11239">Ho et al. 2020, equations 6 and 7</a>
 */
record AncestralStep(double sigma, double down, double up) {
    /** As k-diffusion's {@code get_ancestral_step} with eta 1. */
    static AncestralStep between(double sigma, double target) {
        return through(sigma, target * target / sigma, target);
    }

    /** By way of a lower level of one's own choice. */
    static AncestralStep through(double sigma, double down, double target) {
        return new AncestralStep(sigma, down, Math.sqrt(target * target - down * down));
    }

    /** @param noise standard normal, in x's shape */
    Tensor apply(Tensor x, Tensor denoised, Tensor noise) {
        return addNoise(SamplingLoop.lowerNoise(x, denoised, sigma, down), noise);
    }

    /** Changes a latent that was lowered already. */
    Tensor addNoise(Tensor lowered, Tensor noise) {
        return lowered.addInPlace(noise.like(lowered), up);
    }
}
