package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.Linear;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/** The feed-forward part of a transformer block with a GELU gate (GEGLU, Shazeer 2020), four times as wide inside. */
record GatedFeedForward(Linear proj, Linear out) {

    static GatedFeedForward of(Weights weights, int channels) {
        return new GatedFeedForward(
                Linear.of(weights.at("net.0.proj"), channels, 8L * channels),
                Linear.of(weights.at("net.2"), 4L * channels, channels));
    }

    Tensor apply(Tensor x) {
        Tensor[] valueAndGate = proj.apply(x).chunk(2, -1);
        return out.apply(valueAndGate[0].mul(valueAndGate[1].gelu()));
    }
}
