package dev.bildwerk.diffusion.unet;

import java.util.List;

/**
 * The shape of a {@link ControlNet}.
 *
 * @param unet of its own encoder: that of the denoiser which it was made for, at times with less attention
 * @param hintInChannels of the picture: 3
 * @param hintChannels of the layers that bring the picture down to the latent's size, each but the first of which
 *     halves it
 * @param pooled whether it says the same at every place: diffusers' {@code global_pool_conditions}
 */
public record ControlNetConfig(UNetConfig unet, int hintInChannels, List<Integer> hintChannels, boolean pooled) {
    /** What all published ones have. */
    public static final List<Integer> USUAL_HINT_CHANNELS = List.of(16, 32, 96, 256);

    public ControlNetConfig {
        hintChannels = List.copyOf(hintChannels);
    }

    /** With an answer for every place. */
    public static ControlNetConfig of(UNetConfig unet, List<Integer> hintChannels) {
        return new ControlNetConfig(unet, 3, hintChannels, false);
    }

    public ControlNetConfig withPooled(boolean value) {
        return new ControlNetConfig(unet, hintInChannels, hintChannels, value);
    }

    public ControlNetConfig withUnet(UNetConfig value) {
        return new ControlNetConfig(value, hintInChannels, hintChannels, pooled);
    }
}
