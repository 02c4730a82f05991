package dev.bildwerk.diffusion.vae;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Tensor;
import java.util.function.UnaryOperator;

/** Between pictures and the latents that are diffused. Immutable; may be used by several threads at once. */
public sealed interface Autoencoder permits Vae, AutoencoderTiny {

    /**
     * The latent of a picture, as the denoiser knows it.
     *
     * @param picture {@code [batch, 3, height, width]}, values -1 to 1, in the format of the weights
     * @param noise gives standard normal numbers in the shape of its argument, for an encoder that gives a
     *     distribution; null for its mean
     * @param tiling whether in strips
     * @return {@code [batch, latentChannels, height / factor, width / factor]} in F32
     */
    Tensor latent(Tensor picture, UnaryOperator<Tensor> noise, VaeTiling tiling);

    /** In strips where it is large; see {@link #latent(Tensor, UnaryOperator, VaeTiling)}. */
    default Tensor latent(Tensor picture, UnaryOperator<Tensor> noise) {
        return latent(picture, noise, VaeTiling.AUTO);
    }

    /**
     * The picture of a latent.
     *
     * @param latent {@code [batch, latentChannels, height, width]}, as the denoiser knows it
     * @param precision of the weights
     * @param tiling whether in strips
     * @return {@code [batch, 3, factor * height, factor * width]}, values about -1 to 1
     */
    Tensor picture(Tensor latent, DType precision, VaeTiling tiling);

    /** In strips where it is large; see {@link #picture(Tensor, DType, VaeTiling)}. */
    default Tensor picture(Tensor latent, DType precision) {
        return picture(latent, precision, VaeTiling.AUTO);
    }
}
