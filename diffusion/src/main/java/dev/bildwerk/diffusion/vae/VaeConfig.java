package dev.bildwerk.diffusion.vae;

import java.util.List;

/**
 * The shape of an autoencoder, as diffusers' {@code AutoencoderKL} names it.
 *
 * @param pictureChannels 3
 * @param latentChannels 4 in Stable Diffusion
 * @param blockOutChannels from the picture's resolution down; each block but the last halves it
 * @param layersPerBlock in the encoder; the decoder has one more
 * @param normNumGroups of every group norm
 * @param midBlockAttention whether the middle attends
 * @param quantConv whether a 1x1 convolution stands on either side of the latent
 * @param scalingFactor the latent is multiplied by it before it is diffused
 * @param shiftFactor the latent is lessened by it before that
 */
public record VaeConfig(
        int pictureChannels,
        int latentChannels,
        List<Integer> blockOutChannels,
        int layersPerBlock,
        int normNumGroups,
        boolean midBlockAttention,
        boolean quantConv,
        double scalingFactor,
        double shiftFactor) {

    public VaeConfig {
        blockOutChannels = List.copyOf(blockOutChannels);
    }

    /** Pixels along one side of a latent's element. */
    public int factor() {
        return 1 << blockOutChannels.size() - 1;
    }

    /** The same shape whose latents have another scale. */
    public VaeConfig withScaling(double scalingFactor, double shiftFactor) {
        return new VaeConfig(
                pictureChannels,
                latentChannels,
                blockOutChannels,
                layersPerBlock,
                normNumGroups,
                midBlockAttention,
                quantConv,
                scalingFactor,
                shiftFactor);
    }

    int lastChannels() {
        return blockOutChannels.getLast();
    }
}
