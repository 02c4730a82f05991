package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.GroupNorm;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture as a row of tokens through transformer blocks: diffusers' {@code Transformer2DModel}.
 *
 * <p>Its way in and out is a 1x1 convolution or a linear layer, which compute the same: both run as a linear layer over tokens
 * here, and only the shape of the stored weight differs.
 */
record SpatialTransformer(
        GroupNorm norm,
        Tensor projInWeight,
        Tensor projInBias,
        List<TransformerBlock> blocks,
        Tensor projOutWeight,
        Tensor projOutBias) {
    private static final double EPSILON = 1e-6;

    static SpatialTransformer of(Weights weights, UNetConfig config, int channels, int heads, int layers) {
        List<TransformerBlock> blocks = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            blocks.add(TransformerBlock.of(
                    weights.at("transformer_blocks." + i), channels, config.crossAttentionDim(), heads));
        }
        long[] shape = config.useLinearProjection()
                ? new long[] {channels, channels}
                : new long[] {channels, channels, 1, 1};
        Init init = Init.fanIn(channels);
        return new SpatialTransformer(
                GroupNorm.of(weights.at("norm"), channels, config.normNumGroups(), EPSILON),
                weights.get("proj_in.weight", init, shape),
                weights.get("proj_in.bias", init, channels),
                List.copyOf(blocks),
                weights.get("proj_out.weight", Init.ZEROS, shape),
                weights.get("proj_out.bias", Init.ZEROS, channels));
    }

    /**
     * @param x {@code [batch, channels, height, width]}
     * @param text {@code [batch, tokens, textWidth]}
     */
    Tensor apply(Tensor x, Tensor text) {
        return Scope.only(() -> compute(x, text));
    }

    private Tensor compute(Tensor x, Tensor text) {
        long batch = x.size(0);
        long channels = x.size(1);
        long height = x.size(2);
        long width = x.size(3);
        Tensor tokens = norm.apply(x).permute(0, 2, 3, 1).reshape(batch, height * width, channels);
        tokens = tokens.linear(projInWeight.reshape(channels, channels), projInBias);
        for (TransformerBlock block : blocks) {
            tokens = block.apply(tokens, text);
        }
        tokens = tokens.linear(projOutWeight.reshape(channels, channels), projOutBias);
        return tokens.reshape(batch, height, width, channels).permute(0, 3, 1, 2).add(x);
    }
}
