package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.GroupNorm;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.LinearMap;
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
        LinearMap projIn,
        List<TransformerBlock> blocks,
        LinearMap projOut) {
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
                weights.linear("proj_in.weight", init, "proj_in.bias", init, shape),
                List.copyOf(blocks),
                weights.linear("proj_out.weight", Init.ZEROS, "proj_out.bias", Init.ZEROS, shape));
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
        tokens = projIn.apply(tokens);
        for (TransformerBlock block : blocks) {
            tokens = block.apply(tokens, text);
        }
        tokens = projOut.apply(tokens);
        return tokens.reshape(batch, height, width, channels).permute(0, 3, 1, 2).add(x);
    }
}
