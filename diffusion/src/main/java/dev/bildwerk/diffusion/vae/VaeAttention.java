package dev.bildwerk.diffusion.vae;

import dev.bildwerk.diffusion.layers.GroupNorm;
import dev.bildwerk.diffusion.layers.Linear;
import dev.bildwerk.engine.Attention;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/** The one-headed self-attention in the middle of encoder and decoder. */
record VaeAttention(GroupNorm groupNorm, Linear toQ, Linear toK, Linear toV, Linear toOut) {

    static VaeAttention of(Weights weights, long channels, int groups, double epsilon) {
        return new VaeAttention(
                GroupNorm.of(weights.at("group_norm"), channels, groups, epsilon),
                Linear.of(weights.at("to_q"), channels, channels),
                Linear.of(weights.at("to_k"), channels, channels),
                Linear.of(weights.at("to_v"), channels, channels),
                Linear.of(weights.at("to_out.0"), channels, channels));
    }

    /** @param x {@code [batch, channels, height, width]} */
    Tensor apply(Tensor x) {
        return Scope.only(() -> compute(x));
    }

    private Tensor compute(Tensor x) {
        long batch = x.size(0);
        long channels = x.size(1);
        long height = x.size(2);
        long width = x.size(3);
        Tensor tokens = groupNorm.apply(x).reshape(batch, channels, height * width).transpose(1, 2);
        Tensor attended =
                toOut.apply(Attention.attend(toQ.apply(tokens), toK.apply(tokens), toV.apply(tokens), 1, null));
        return attended.transpose(1, 2).reshape(batch, channels, height, width).add(x);
    }
}
