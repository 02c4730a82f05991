package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.LayerNorm;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/** Self-attention, attention to the text, feed-forward: diffusers' {@code BasicTransformerBlock}. */
record TransformerBlock(
        LayerNorm norm1,
        CrossAttention attn1,
        LayerNorm norm2,
        CrossAttention attn2,
        LayerNorm norm3,
        GatedFeedForward ff) {

    static TransformerBlock of(Weights weights, int channels, int textWidth, int heads) {
        return new TransformerBlock(
                LayerNorm.of(weights.at("norm1"), channels),
                CrossAttention.of(weights.at("attn1"), channels, channels, heads),
                LayerNorm.of(weights.at("norm2"), channels),
                CrossAttention.of(weights.at("attn2"), channels, textWidth, heads),
                LayerNorm.of(weights.at("norm3"), channels),
                GatedFeedForward.of(weights.at("ff"), channels));
    }

    /**
     * @param tokens {@code [batch, pixels, channels]}
     * @param text {@code [batch, tokens, textWidth]}
     */
    Tensor apply(Tensor tokens, Tensor text) {
        Tensor attended = Scope.only(() -> {
            Tensor own = norm1.apply(tokens);
            return attn1.apply(own, own).add(tokens);
        });
        Tensor told = Scope.only(() -> attn2.apply(norm2.apply(attended), text).add(attended));
        return Scope.only(() -> ff.apply(norm3.apply(told)).add(told));
    }
}
