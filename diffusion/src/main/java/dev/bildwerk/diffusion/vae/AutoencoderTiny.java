package dev.bildwerk.diffusion.vae;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Tensor;
import java.util.function.UnaryOperator;

/**
 * A small autoencoder whose latents are nearly those of the large one, for fast pictures: TAESD, with the weights' names of
 * diffusers' {@code AutoencoderTiny}. Its latents are those that are diffused; no scale is put on them.
 *
 * @param encoder null where only the other half was loaded
 * @param decoder null where only the other half was loaded
 * @see <a href="https://github.com/madebyollin/taesd">TAESD</a>
 */
public record AutoencoderTiny(TinyEncoder encoder, TinyDecoder decoder) implements Autoencoder {

    /** Never in strips: it is small. */
    @Override
    public Tensor latent(Tensor picture, UnaryOperator<Tensor> noise, VaeTiling tiling) {
        return encode(picture).to(DType.F32);
    }

    /** Never in strips: it is small. */
    @Override
    public Tensor picture(Tensor latent, DType precision, VaeTiling tiling) {
        return decode(latent.to(precision));
    }

    /**
     * The latent of a picture.
     *
     * @param picture {@code [batch, 3, height, width]}, values -1 to 1
     * @return {@code [batch, latentChannels, height / factor, width / factor]}, as the denoiser knows it
     */
    public Tensor encode(Tensor picture) {
        if (encoder == null) {
            throw new IllegalStateException("This tiny autoencoder was loaded without its encoder.");
        }
        return encoder.apply(picture);
    }

    /**
     * The picture of a latent.
     *
     * @param latent {@code [batch, latentChannels, height, width]}, as the denoiser knows it
     * @return {@code [batch, 3, factor * height, factor * width]}, values about -1 to 1
     */
    public Tensor decode(Tensor latent) {
        if (decoder == null) {
            throw new IllegalStateException("This tiny autoencoder was loaded without its decoder.");
        }
        return decoder.apply(latent);
    }
}
