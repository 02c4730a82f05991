package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.List;

/** What all samplers do: denoise, update, report, and hold no more than two latents from one step to the next. */
final class SamplingLoop {
    /** Above what any checkpoint knows whose last timestep leaves something of the picture. */
    private static final double PURE_NOISE = 100;

    private SamplingLoop() {}

    /** A sampler's own part of a step. */
    @FunctionalInterface
    interface Update {
        /**
         * @param index of the step, from 0
         * @param step the step of the schedule
         * @param denoised what the denoiser says about x
         * @param previousDenoised what it said one step before, null at the first step
         * @return the latent that the step leaves, a new tensor
         */
        Tensor next(int index, Step step, Tensor x, Tensor denoised, Tensor previousDenoised);
    }

    static Tensor run(Denoiser denoiser, Tensor start, Schedule schedule, StepListener listener, Update update) {
        return run(denoiser, start, schedule.steps(), listener, update);
    }

    /** Over steps that are no schedule, for noise may grow between them. */
    static Tensor run(Denoiser denoiser, Tensor start, List<Step> steps, StepListener listener, Update update) {
        try (Autograd off = Autograd.off();
                Scope all = Scope.open()) {
            Tensor x = start.copy();
            Tensor previous = null;
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                Tensor next;
                Tensor denoised;
                try (Scope scope = Scope.open()) {
                    // A copy, for a denoiser may hand out its argument or a tensor that it goes on using.
                    denoised = scope.keep(denoiser.denoise(x, step.sigma()).copy());
                    next = scope.keep(update.next(i, step, x, denoised, previous));
                    if (!listener.afterStep(i + 1, steps.size(), next, denoised)) {
                        throw new SamplingStoppedException(i + 1, steps.size());
                    }
                }
                x.close();
                x = next;
                if (previous != null) {
                    previous.close();
                }
                previous = denoised;
            }
            return all.keep(x);
        }
    }

    /**
     * The latent with the same picture and the same noise, and less of the noise:
     * {@code denoised + (x - denoised) * target / sigma}. Written so, nothing cancels when sigma is thousands of times
     * the target.
     */
    static Tensor lowerNoise(Tensor x, Tensor denoised, double sigma, double target) {
        return denoised.add(x.sub(denoised), target / sigma);
    }

    /**
     * Takes a new latent from the level that a step aimed at to the one where the next begins, as diffusers does for
     * samplers of the variance preserving form: {@code x / sqrt(sigma^2 + 1)} stays what it is.
     */
    static Tensor carry(Tensor x, double target, double next) {
        return target == next ? x : x.mulInPlace(Math.sqrt((next * next + 1) / (target * target + 1)));
    }

    /**
     * Whether a step leads far down from nothing but noise, as with zero terminal SNR. A method that looks at the slope
     * where such a step ends would multiply what the denoiser learns on the way by hundreds: the first order is better.
     */
    static boolean leavesPureNoise(double sigma, double target) {
        return sigma > PURE_NOISE && target < sigma / 10;
    }
}
