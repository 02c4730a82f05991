package dev.bildwerk.diffusion.vae;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.function.UnaryOperator;

/**
 * The variational autoencoder of latent diffusion (Rombach et al. 2022), with the weights' names of diffusers'
 * {@code AutoencoderKL}.
 *
 * <p>Immutable; may be used by several threads at once, each in a {@link dev.bildwerk.engine.Scope} of its own, until
 * its weights are closed.
 */
public final class Vae implements Autoencoder {
    static final double EPSILON = 1e-6;

    private final VaeConfig config;
    private final VaeEncoder encoder;
    private final Conv2d quantConv;
    private final Conv2d postQuantConv;
    private final VaeDecoder decoder;

    public Vae(Weights weights, VaeConfig config) {
        this.config = config;
        int latent = config.latentChannels();
        encoder = VaeEncoder.of(weights.at("encoder"), config);
        quantConv = config.quantConv() ? Conv2d.of(weights.at("quant_conv"), 2L * latent, 2L * latent, 1) : null;
        postQuantConv = config.quantConv() ? Conv2d.of(weights.at("post_quant_conv"), latent, latent, 1) : null;
        decoder = VaeDecoder.of(weights.at("decoder"), config);
    }

    public VaeConfig config() {
        return config;
    }

    @Override
    public Tensor latent(Tensor picture, UnaryOperator<Tensor> noise, VaeTiling tiling) {
        boolean inStrips = tiling.isUsed(VaeMemory.encoding(config, picture.shape(), picture.dtype()));
        LatentDistribution latent = inStrips ? encodeInStrips(picture) : encode(picture);
        Tensor drawn = noise == null ? latent.mean() : latent.sample(noise.apply(latent.mean()));
        return scale(drawn.to(DType.F32));
    }

    @Override
    public Tensor picture(Tensor latent, DType precision, VaeTiling tiling) {
        boolean inStrips = tiling.isUsed(VaeMemory.decoding(config, latent.shape(), precision));
        Tensor unscaled = unscale(latent).to(precision);
        return inStrips ? decodeInStrips(unscaled) : decode(unscaled);
    }

    /**
     * The distribution of a picture's latent.
     *
     * @param picture {@code [batch, 3, height, width]}, values -1 to 1
     */
    public LatentDistribution encode(Tensor picture) {
        return distribution(encoder.apply(picture));
    }

    /** The same in strips of rows, which takes less memory; without gradients. */
    public LatentDistribution encodeInStrips(Tensor picture) {
        return encodeInStrips(picture, StripedLayers.STRIP_BYTES);
    }

    /** @param stripBytes of the features in one strip */
    LatentDistribution encodeInStrips(Tensor picture, long stripBytes) {
        try (StripedLayers layers = layers(stripBytes, picture, picture.size(3))) {
            return encodeInStrips(picture, layers);
        }
    }

    LatentDistribution encodeInStrips(Tensor picture, StripedLayers layers) {
        return distribution(encoder.applyInStrips(picture, layers));
    }

    private LatentDistribution distribution(Tensor moments) {
        Tensor[] parts = (quantConv == null ? moments : quantConv.apply(moments)).chunk(2, 1);
        return new LatentDistribution(parts[0], parts[1].clamp(-30, 20));
    }

    /**
     * The picture of a latent as the encoder gives it, before {@link VaeConfig#scalingFactor}.
     *
     * @param latent {@code [batch, latentChannels, height, width]}
     * @return {@code [batch, 3, factor * height, factor * width]}, values about -1 to 1
     */
    public Tensor decode(Tensor latent) {
        return decoder.apply(postQuantConv == null ? latent : postQuantConv.apply(latent));
    }

    /** The same in strips of rows, which takes less memory; without gradients. */
    public Tensor decodeInStrips(Tensor latent) {
        return decodeInStrips(latent, StripedLayers.STRIP_BYTES);
    }

    /** @param stripBytes of the features in one strip */
    Tensor decodeInStrips(Tensor latent, long stripBytes) {
        try (StripedLayers layers = layers(stripBytes, latent, latent.size(3) * config.factor())) {
            return decodeInStrips(latent, layers);
        }
    }

    Tensor decodeInStrips(Tensor latent, StripedLayers layers) {
        return decoder.applyInStrips(postQuantConv == null ? latent : postQuantConv.apply(latent), layers);
    }

    /**
     * @param like has their number of pictures and number format
     * @param width of the pictures
     */
    StripedLayers layers(long stripBytes, Tensor like, long width) {
        return new StripedLayers(
                stripBytes, VaeMemory.widestRow(config, like.size(0), width, like.dtype()));
    }

    /** From the encoder's latents to those that are diffused. */
    public Tensor scale(Tensor latent) {
        return latent.add(-config.shiftFactor()).mul(config.scalingFactor());
    }

    /** From diffused latents to those that the decoder takes. */
    public Tensor unscale(Tensor latent) {
        return latent.mul(1 / config.scalingFactor()).add(config.shiftFactor());
    }
}
