package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * UniPC of order 2 over clean latents with B(h) = e^h - 1 ("bh2"), as diffusers' UniPCMultistepScheduler has it. The
 * predictor is that of DPM++ 2M; the corrector then takes the last step once more, knowing the denoiser's answer at its
 * end. One call of the denoiser a step.
 *
 * @see <a href="https://arxiv.org/abs/2302.04867">Zhao et al. 2023, algorithms 5 to 8</a>
 */
public final class UniPc {
    private UniPc() {}

    /** See {@link Sampler#sample}; no noise is drawn. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        try (History latents = new History(1);
                History older = new History(2)) {
            return SamplingLoop.run(denoiser, x, schedule, listener, (i, step, latent, denoised, previous) -> {
                Tensor corrected = i == 0 || schedule.sigma(i - 1) == step.sigma()
                        ? latent
                        : SamplingLoop.lowerNoise(
                                latents.get(0),
                                corrected(schedule, i, denoised, previous, older),
                                schedule.sigma(i - 1),
                                step.sigma());
                latents.add(corrected.copy());
                older.add(denoised.copy());
                boolean last = i == schedule.size() - 1 && schedule.end() == 0;
                Tensor expected = last ? denoised : DpmPlusPlus2M.expected(schedule, i, denoised, previous);
                return SamplingLoop.lowerNoise(corrected, expected, step.sigma(), step.targetSigma());
            });
        }
    }

    /**
     * The clean latent that the step before should have gone towards.
     *
     * @param denoised at the end of that step
     * @param previous at its beginning
     * @param older two of them, the second one at the beginning of the step before that
     */
    private static Tensor corrected(Schedule schedule, int index, Tensor denoised, Tensor previous, History older) {
        Tensor change = denoised.sub(previous);
        double step = Math.log(schedule.sigma(index - 1) / schedule.sigma(index));
        double before = index == 1 ? 0 : Math.log(schedule.sigma(index - 2) / schedule.sigma(index - 1));
        if (before == 0) {
            return previous.add(change, 0.5);
        }
        double b = Math.expm1(-step);
        double phi2 = b / -step - 1;
        double first = phi2 / b;
        double second = 2 * (phi2 / -step - 0.5) / b;
        double ratio = -before / step;
        double weight = (first - second) / (1 - ratio);
        Tensor olderChange = older.get(1).sub(previous).mulInPlace(1 / ratio);
        return previous.add(olderChange, weight).addInPlace(change, first - weight);
    }
}
