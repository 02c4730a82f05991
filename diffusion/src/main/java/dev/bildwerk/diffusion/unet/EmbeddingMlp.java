package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.Linear;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/** Two linear layers with SiLU between them: diffusers' {@code TimestepEmbedding}. */
record EmbeddingMlp(Linear linear1, Linear linear2) {

    static EmbeddingMlp of(Weights weights, int in, int out) {
        return new EmbeddingMlp(
                Linear.of(weights.at("linear_1"), in, out), Linear.of(weights.at("linear_2"), out, out));
    }

    Tensor apply(Tensor x) {
        return linear2.apply(linear1.apply(x).silu());
    }
}
