package dev.bildwerk.diffusion.vae;

import dev.bildwerk.engine.DType;
import java.util.List;

/** What an autoencoder takes beside its weights, by arithmetic: bytes of the features that are alive at once, at most. */
public final class VaeMemory {
    /** Of attention at once, as {@code Attention} has them. */
    private static final long SCORE_BYTES = 4L << 20;

    /** What a layer sees of the features between the layers, what it makes, and what libtorch keeps: so many strips' worth. */
    private static final int STRIPS_BESIDE = 10;
    /** What the threads that convolve have of their own, and the weights of {@code Winograd}. */
    private static final long THREADS_BESIDE = 64L << 20;

    private VaeMemory() {}

    /** @param latent {@code [batch, channels, height, width]} that is decoded, in strips or not as these say */
    public static long decoding(VaeConfig config, long[] latent, DType precision, VaeTiling tiling) {
        long whole = decoding(config, latent, precision);
        return tiling.isUsed(whole) ? decodingInStrips(config, latent, precision) : whole;
    }

    /** @param latent {@code [batch, channels, height, width]} that is decoded as a whole */
    static long decoding(VaeConfig config, long[] latent, DType precision) {
        List<Integer> channels = config.blockOutChannels().reversed();
        long most = 0;
        int in = channels.getFirst();
        for (int i = 0; i < channels.size(); i++) {
            int out = channels.get(i);
            long pixels = latent[2] * latent[3] << 2 * i;
            most = Math.max(most, pixels * block(in, out, config.layersPerBlock() + 1, i < channels.size() - 1));
            in = out;
        }
        return Math.max(most * latent[0] * precision.bytes(), middle(config, latent, precision));
    }

    /** @param picture {@code [batch, 3, height, width]} that is encoded as a whole */
    static long encoding(VaeConfig config, long[] picture, DType precision) {
        List<Integer> channels = config.blockOutChannels();
        long most = 0;
        int in = channels.getFirst();
        for (int i = 0; i < channels.size(); i++) {
            int out = channels.get(i);
            long pixels = picture[2] * picture[3] >> 2 * i;
            most = Math.max(most, pixels * block(in, out, config.layersPerBlock(), false));
            in = out;
        }
        return Math.max(most * picture[0] * precision.bytes(), middle(config, latent(config, picture), precision));
    }

    static long decodingInStrips(VaeConfig config, long[] latent, DType precision) {
        int factor = config.factor();
        return inStrips(config, latent[0] * latent[2] * latent[3] * factor * factor, latent, precision);
    }

    /**
     * Of the rows of all features between the layers.
     *
     * @param width of the picture
     */
    static long widestRow(VaeConfig config, long batch, long width, DType precision) {
        List<Integer> channels = config.blockOutChannels();
        long widest = Math.max(config.pictureChannels(), channels.getFirst()) * width;
        for (int i = 1; i < channels.size(); i++) {
            // On the way up a level begins with the channels of the one below.
            widest = Math.max(widest, channels.get(i) * (width >> i - 1));
        }
        return batch * widest * precision.bytes();
    }

    private static long inStrips(VaeConfig config, long pixels, long[] latent, DType precision) {
        long features = features(config, pixels, precision);
        return Math.max(features, middle(config, latent, precision))
                + STRIPS_BESIDE * StripedLayers.STRIP_BYTES
                + THREADS_BESIDE;
    }

    /** Of the features in strips between the layers. */
    static long features(VaeConfig config, long pixels, DType precision) {
        List<Integer> channels = config.blockOutChannels();
        int first = channels.getFirst();
        int doubled = channels.get(Math.min(1, channels.size() - 1));
        // A block holds what goes in and what it makes; on the way up more goes into the last than comes out.
        return pixels * Math.max(2 * first, doubled) * precision.bytes();
    }

    /** Channels alive in a block of residual blocks and at its end. */
    private static long block(int in, int out, int resnets, boolean doubles) {
        long inResnet = 3L * in + 6L * out;
        long last = (long) in + (resnets - 1L) * out + 8L * out;
        long doubling = in + (long) resnets * out + 4L * 2 * out;
        return Math.max(Math.max(inResnet, last), doubles ? doubling : 0);
    }

    private static long middle(VaeConfig config, long[] latent, DType precision) {
        long features = latent[0] * latent[2] * latent[3] * config.lastChannels() * precision.bytes();
        return config.midBlockAttention() ? 12 * features + 3 * SCORE_BYTES : 9 * features;
    }

    private static long[] latent(VaeConfig config, long[] picture) {
        int factor = config.factor();
        return new long[] {picture[0], config.latentChannels(), picture[2] / factor, picture[3] / factor};
    }
}
