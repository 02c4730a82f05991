package dev.bildwerk.cli.bench;

import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.Tensor;
import java.util.Arrays;

/**
 * What the parts of a model are given: random numbers and full prompts, in the shapes of pictures with guidance, which asks
 * for the prompt and the negative prompt at once.
 */
record BenchInputs(BenchShape shape, BenchPlan plan) {
    private static final double TIMESTEP = 500;
    private static final double[] SIZE_NUMBERS = {1024, 1024, 0, 0, 1024, 1024};

    /** Two rows for each picture, as long as the encoder allows. */
    int[][] tokens(ClipTextConfig config) {
        int[][] tokens = new int[2 * plan.batch()][config.positions()];
        for (int[] row : tokens) {
            Arrays.fill(row, config.vocabularySize() - 1);
        }
        return tokens;
    }

    /** {@code [batch, latentChannels, height, width]} */
    Tensor latent() {
        int factor = shape.vae().factor();
        return random(plan.batch(), shape.vae().latentChannels(), plan.height() / factor, plan.width() / factor);
    }

    /** {@code [batch, channels, height, width]} in pixels. */
    Tensor picture() {
        return random(plan.batch(), shape.vae().pictureChannels(), plan.height(), plan.width());
    }

    /** One step of all pictures. */
    UNetInput step() {
        int pairs = 2 * plan.batch();
        int factor = shape.vae().factor();
        return step(
                random(pairs, shape.unet().inChannels(), plan.height() / factor, plan.width() / factor), TIMESTEP, text());
    }

    /**
     * One step.
     *
     * @param sample {@code [2 * batch, inChannels, height, width]}
     * @param text {@code [2 * batch, tokens, crossAttentionDim]}
     */
    UNetInput step(Tensor sample, double timestep, Tensor text) {
        int pairs = 2 * plan.batch();
        double[] timesteps = new double[pairs];
        Arrays.fill(timesteps, timestep);
        if (!(shape.unet().added() instanceof AddedConditions.TextTime)) {
            return UNetInput.of(sample, timesteps, text);
        }
        double[][] numbers = new double[pairs][];
        Arrays.fill(numbers, SIZE_NUMBERS);
        Tensor pooled = random(pairs, shape.texts().getLast().projectionWidth());
        return new UNetInput(sample, timesteps, text, pooled, numbers);
    }

    private Tensor text() {
        return random(2L * plan.batch(), shape.texts().getFirst().positions(), shape.unet().crossAttentionDim());
    }

    private Tensor random(long... dimensions) {
        return RandomTensor.of(plan.device(), plan.besides().precision(), dimensions);
    }
}
