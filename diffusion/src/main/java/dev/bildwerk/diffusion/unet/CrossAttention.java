package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.Linear;
import dev.bildwerk.engine.Attention;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/** Attention from the picture's tokens to a context: the text, or the picture itself. */
record CrossAttention(Linear toQ, Linear toK, Linear toV, Linear toOut, int heads) {

    static CrossAttention of(Weights weights, int channels, int contextWidth, int heads) {
        return new CrossAttention(
                Linear.withoutBias(weights.at("to_q"), channels, channels),
                Linear.withoutBias(weights.at("to_k"), contextWidth, channels),
                Linear.withoutBias(weights.at("to_v"), contextWidth, channels),
                Linear.of(weights.at("to_out.0"), channels, channels),
                heads);
    }

    Tensor apply(Tensor x, Tensor context) {
        return toOut.apply(Attention.attend(toQ.apply(x), toK.apply(context), toV.apply(context), heads, null));
    }
}
