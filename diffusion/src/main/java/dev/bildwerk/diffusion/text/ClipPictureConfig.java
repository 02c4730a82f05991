package dev.bildwerk.diffusion.text;

import dev.bildwerk.diffusion.text.ClipTextConfig.Activation;

/**
 * The shape of CLIP's picture half, as transformers' {@code CLIPVisionConfig} names it.
 *
 * @param width of a patch inside ({@code hidden_size})
 * @param feedForwardWidth {@code intermediate_size}
 * @param layers number of transformer layers
 * @param heads of each layer's attention
 * @param side pixels of the square that it sees ({@code image_size})
 * @param patch pixels a side of a patch
 * @param activation between the feed-forward layers
 * @param projectionWidth of the embedding
 */
public record ClipPictureConfig(
        int width,
        int feedForwardWidth,
        int layers,
        int heads,
        int side,
        int patch,
        Activation activation,
        int projectionWidth) {
    public ClipPictureConfig {
        if (heads < 1 || width % heads != 0 || side % patch != 0) {
            throw new IllegalArgumentException(
                    "A width of %d does not divide into %d heads, or %d pixels not into patches of %d."
                            .formatted(width, heads, side, patch));
        }
    }

    /** What a layer needs to know: it is the same as in the text half. */
    ClipTextConfig ofLayers() {
        return new ClipTextConfig(1, width, feedForwardWidth, layers, heads, 1, activation, 0, 0);
    }
}
