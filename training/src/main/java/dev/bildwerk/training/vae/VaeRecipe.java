package dev.bildwerk.training.vae;

import dev.bildwerk.diffusion.vae.VaeConfig;
import dev.bildwerk.training.run.LearningRate;
import java.util.List;

/**
 * How an autoencoder is trained.
 *
 * @param config its shape; the scaling factor is measured at the end
 * @param steps optimizer steps
 * @param batch crops a step
 * @param crop side of a crop in pixels
 * @param learningRate over the steps
 * @param averageDecay of the weights' moving average
 * @param divergenceWeight of the latent's divergence from the normal distribution
 * @param edgeWeight of the differences between neighbouring pixels
 * @param seed of weights, crops and noise
 */
public record VaeRecipe(
        VaeConfig config,
        long steps,
        int batch,
        int crop,
        LearningRate learningRate,
        double averageDecay,
        double divergenceWeight,
        double edgeWeight,
        long seed) {

    /** The default model's: eight pixels a side to one latent element, eight channels. */
    public static VaeRecipe standard(long steps) {
        return new VaeRecipe(
                new VaeConfig(3, 8, List.of(48, 96, 128, 160), 1, 16, false, true, 1, 0),
                steps,
                32,
                64,
                new LearningRate(2e-3, 100, 0.3),
                0.99,
                5e-4,
                0.5,
                1);
    }
}
