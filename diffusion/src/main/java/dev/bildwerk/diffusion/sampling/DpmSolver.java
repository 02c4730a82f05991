package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * One singlestep step of DPM-Solver of order 1, 2 or 3. Written in clean latents and not in noise, so that nothing
 * cancels at thousands of sigma.
 *
 * @param x {@code [batch, channels, height, width]} where the step begins
 * @param denoised the denoiser's answer there
 * @param sigma noise there
 * @param target noise where the step ends, above 0
 * @see <a href="https://arxiv.org/abs/2206.00927">Lu et al. 2022, algorithms 1, 4 and 5</a>
 */
record DpmSolver(Denoiser denoiser, Tensor x, Tensor denoised, double sigma, double target) {
    private static final double THIRD = 1 / 3.0;

    Tensor firstOrder() {
        return SamplingLoop.lowerNoise(x, denoised, sigma, target);
    }

    Tensor secondOrder() {
        return secondOrder(changeAt(0.5), 0.5);
    }

    private Tensor secondOrder(Tensor change, double part) {
        return firstOrder().addInPlace(change, (sigma - target) / (2 * part * level(part)));
    }

    Tensor thirdOrder() {
        return thirdOrder(changeAtOneThird());
    }

    /** @param change of the clean latent at the first third */
    Tensor thirdOrder(Tensor change) {
        double h = Math.log(sigma / target);
        double middle = level(2 * THIRD);
        double bend = 2 * middle / level(THIRD) * (Math.expm1(2 * THIRD * h) / (2 * THIRD * h) - 1);
        Tensor there = SamplingLoop.lowerNoise(x, denoised, sigma, middle).addInPlace(change, bend);
        Tensor later = denoiser.denoise(there, middle).sub(denoised).addInPlace(change, -bend);
        return firstOrder().addInPlace(later, target / (2 * THIRD * middle) * (Math.expm1(h) / h - 1));
    }

    /** A third of the way is where orders 2 and 3 can share a call of the denoiser. */
    Tensor changeAtOneThird() {
        return changeAt(THIRD);
    }

    /** Order 2 from the change at the first third. */
    Tensor secondOrderFromOneThird(Tensor change) {
        return secondOrder(change, THIRD);
    }

    /** How the denoiser's answer changes from the beginning to a part of the way in log sigma. */
    private Tensor changeAt(double part) {
        double level = level(part);
        return denoiser.denoise(SamplingLoop.lowerNoise(x, denoised, sigma, level), level).sub(denoised);
    }

    private double level(double part) {
        return sigma * Math.pow(target / sigma, part);
    }
}
