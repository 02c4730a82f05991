package dev.bildwerk.diffusion.unet;

import java.util.List;

/**
 * The shape of a {@link T2IAdapter}, as diffusers' class of that name says it.
 *
 * @param kind how its blocks are built and follow each other
 * @param inChannels of the picture: 3, or 1 for grey
 * @param channels of each block's answer
 * @param resnets residual blocks in each block
 * @param factor how many pixels of the picture's side are taken into one place at the beginning
 */
public record T2IAdapterConfig(Kind kind, int inChannels, List<Integer> channels, int resnets, int factor) {

    public T2IAdapterConfig {
        channels = List.copyOf(channels);
    }

    public enum Kind {
        /** Every block but the first halves. */
        FULL,
        /** For Stable Diffusion XL: the third block alone halves. */
        FULL_XL,
        /** As {@link #FULL}, with residual blocks of a quarter of the channels. */
        LIGHT
    }

    /** Whether a block begins by halving height and width. */
    boolean halves(int block) {
        return kind == Kind.FULL_XL ? block == 2 : block > 0;
    }

    /** Channels that a block is given. */
    int before(int block) {
        int first = kind == Kind.LIGHT ? inChannels * factor * factor : channels.getFirst();
        return block == 0 ? first : channels.get(block - 1);
    }
}
