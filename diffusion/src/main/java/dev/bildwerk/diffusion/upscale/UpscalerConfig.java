package dev.bildwerk.diffusion.upscale;

import dev.bildwerk.diffusion.checkpoint.CheckpointException;
import dev.bildwerk.diffusion.checkpoint.OpenedWeights;
import dev.bildwerk.engine.safetensors.TensorEntry;

/**
 * The shape of an upscaler, as its weights tell it.
 *
 * @param width channels of its features
 * @param blocks of two convolutions each
 */
record UpscalerConfig(int width, int blocks) {
    private static final String FIRST = "conv_in.weight";

    /** @throws CheckpointException where the file holds something else */
    static UpscalerConfig of(OpenedWeights weights) {
        TensorEntry first = weights.find(FIRST);
        if (first == null || first.dimensions().length != 4 || first.dimensions()[0] < 2 || first.dimensions()[1] != 3) {
            throw new CheckpointException(
                    "checkpoint.upscaler",
                    "%s is no upscaler of Bildwerk: its %s is %s and should be [width, 3, 3, 3]."
                            .formatted(weights.path(), FIRST, first == null ? "missing" : first.shape()));
        }
        int blocks = 0;
        while (weights.find("blocks.%d.conv1.weight".formatted(blocks)) != null) {
            blocks++;
        }
        return new UpscalerConfig(Math.toIntExact(first.dimensions()[0]), blocks);
    }

    /** How far from a pixel lie those that it depends on, in pixels of the smaller picture. */
    int reach() {
        // One for each convolution; the last one of four times the side reaches half as far, and planes between pixels one.
        return 2 * blocks + 4;
    }
}
