package dev.bildwerk.training.denoiser;

import dev.bildwerk.training.run.LearningRate;

/**
 * How text encoder and denoiser are trained together.
 *
 * @param textSteps of the text encoder alone, before it meets pictures
 * @param steps optimizer steps
 * @param batch pictures a step
 * @param learningRate over the steps
 * @param averageDecay of the weights' moving average
 * @param captionDropout share of pictures without a caption, which guidance needs
 * @param germanShare share of captions in German
 * @param seed of weights, choice of pictures and noise
 */
public record DenoiserRecipe(
        long textSteps,
        long steps,
        int batch,
        LearningRate learningRate,
        double averageDecay,
        double captionDropout,
        double germanShare,
        long seed) {

    /** The default model's. */
    public static DenoiserRecipe standard(long steps) {
        return new DenoiserRecipe(800, steps, 32, new LearningRate(1e-3, 200, 0.25), 0.999, 0.1, 0.25, 1);
    }
}
