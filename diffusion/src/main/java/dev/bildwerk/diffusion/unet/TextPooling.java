package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.LayerNorm;
import dev.bildwerk.diffusion.layers.Linear;
import dev.bildwerk.engine.Attention;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/** The text's tokens as one vector beside the time embedding: diffusers' {@code TextTimeEmbedding}. */
record TextPooling(
        LayerNorm norm1,
        Tensor positionalEmbedding,
        Linear qProj,
        Linear kProj,
        Linear vProj,
        Linear proj,
        LayerNorm norm2,
        int heads) {

    static TextPooling of(Weights weights, int textWidth, int embeddingWidth, int heads) {
        Weights pool = weights.at("pool");
        return new TextPooling(
                LayerNorm.of(weights.at("norm1"), textWidth),
                pool.get("positional_embedding", new Init.Normal(1 / Math.sqrt(textWidth)), 1, textWidth),
                Linear.of(pool.at("q_proj"), textWidth, textWidth),
                Linear.of(pool.at("k_proj"), textWidth, textWidth),
                Linear.of(pool.at("v_proj"), textWidth, textWidth),
                Linear.of(weights.at("proj"), textWidth, embeddingWidth),
                LayerNorm.of(weights.at("norm2"), embeddingWidth),
                heads);
    }

    /**
     * @param text {@code [batch, tokens, textWidth]}
     * @return {@code [batch, embeddingWidth]}
     */
    Tensor apply(Tensor text) {
        Tensor tokens = norm1.apply(text);
        Tensor mean = tokens.mean(true, 1).add(positionalEmbedding);
        Tensor all = Tensor.cat(1, mean, tokens);
        Tensor pooled = Attention.attend(qProj.apply(mean), kProj.apply(all), vProj.apply(all), heads, null);
        return norm2.apply(proj.apply(pooled.select(1, 0)));
    }
}
