package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.vae.LatentToRgb;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;

/**
 * The picture as it stands between two steps: the colours of its latent, in the finished picture's size. No decoder runs. Of
 * Stable Diffusion's latents the colours are known; another model's own autoencoder is asked for them once.
 */
final class LatentPreview {
    private final LoadedModel model;
    private LatentToRgb colours;

    LatentPreview(LoadedModel model) {
        this.model = model;
    }

    /** @param latent {@code [1, latentChannels, height, width]}, without noise, as the denoiser knows it */
    Picture of(Tensor latent) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            int factor = model.checkpoint().vae().factor();
            return colours().picture(latent, (int) latent.size(3) * factor, (int) latent.size(2) * factor);
        }
    }

    private LatentToRgb colours() {
        if (colours == null) {
            colours = switch (model.checkpoint().family()) {
                case SD_1, SD_1_INPAINTING, SD_2, SD_2_INPAINTING -> LatentToRgb.STABLE_DIFFUSION;
                case SDXL, SDXL_INPAINTING, SDXL_REFINER -> LatentToRgb.STABLE_DIFFUSION_XL;
                case BILDWERK, OTHER -> LatentToRgb.of(
                        model.vae().part(),
                        model.vaePlacement().device(),
                        model.vaePlacement().precision());
            };
        }
        return colours;
    }
}
