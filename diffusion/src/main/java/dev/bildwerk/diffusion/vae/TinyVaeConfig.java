package dev.bildwerk.diffusion.vae;

import java.util.List;

/**
 * The shape of a tiny autoencoder, as diffusers' {@code AutoencoderTiny} names it.
 *
 * @param latentChannels 4 in Stable Diffusion
 * @param channels of all layers between
 * @param encoderBlocks residual blocks at each resolution, from the picture's down; each but the first halves it
 * @param decoderBlocks residual blocks at each resolution, from the latent's up; each but the last is doubled after
 *     them
 */
public record TinyVaeConfig(
        int latentChannels, int channels, List<Integer> encoderBlocks, List<Integer> decoderBlocks) {
    public TinyVaeConfig {
        encoderBlocks = List.copyOf(encoderBlocks);
        decoderBlocks = List.copyOf(decoderBlocks);
    }

    /** Pixels along one side of a latent's element. */
    public int factor() {
        return 1 << Math.max(encoderBlocks.size(), decoderBlocks.size()) - 1;
    }
}
