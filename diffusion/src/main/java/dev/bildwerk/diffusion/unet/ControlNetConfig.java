package dev.bildwerk.diffusion.unet;

import java.util.List;

/**
 * The shape of a {@link ControlNet}.
 *
 * @param unet of the denoiser that it was made for
 * @param hintInChannels of the picture: 3
 * @param hintChannels of the layers that bring the picture down to the latent's size, each but the first of which halves it
 */
public record ControlNetConfig(UNetConfig unet, int hintInChannels, List<Integer> hintChannels) {
    /** What all published ones have. */
    public static final List<Integer> USUAL_HINT_CHANNELS = List.of(16, 32, 96, 256);

    public ControlNetConfig {
        hintChannels = List.copyOf(hintChannels);
    }
}
