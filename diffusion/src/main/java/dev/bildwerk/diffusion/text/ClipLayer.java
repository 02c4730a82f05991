package dev.bildwerk.diffusion.text;

import dev.bildwerk.diffusion.layers.LayerNorm;
import dev.bildwerk.diffusion.layers.Linear;
import dev.bildwerk.engine.Attention;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/** One pre-norm transformer layer of a CLIP text encoder. */
record ClipLayer(
        LayerNorm layerNorm1,
        Linear qProj,
        Linear kProj,
        Linear vProj,
        Linear outProj,
        LayerNorm layerNorm2,
        Linear fc1,
        Linear fc2,
        ClipTextConfig config) {

    static ClipLayer of(Weights weights, ClipTextConfig config) {
        int width = config.width();
        Weights attention = weights.at("self_attn");
        return new ClipLayer(
                LayerNorm.of(weights.at("layer_norm1"), width),
                Linear.of(attention.at("q_proj"), width, width),
                Linear.of(attention.at("k_proj"), width, width),
                Linear.of(attention.at("v_proj"), width, width),
                Linear.of(attention.at("out_proj"), width, width),
                LayerNorm.of(weights.at("layer_norm2"), width),
                Linear.of(weights.at("mlp.fc1"), width, config.feedForwardWidth()),
                Linear.of(weights.at("mlp.fc2"), config.feedForwardWidth(), width),
                config);
    }

    /**
     * @param x {@code [batch, tokens, width]}
     * @param causalMask {@code [tokens, tokens]}
     */
    Tensor apply(Tensor x, Tensor causalMask) {
        return Scope.only(() -> compute(x, causalMask));
    }

    private Tensor compute(Tensor x, Tensor causalMask) {
        Tensor h = layerNorm1.apply(x);
        Tensor attended =
                Attention.attend(qProj.apply(h), kProj.apply(h), vProj.apply(h), config.heads(), causalMask);
        h = outProj.apply(attended).add(x);
        Tensor inner = fc1.apply(layerNorm2.apply(h));
        inner = switch (config.activation()) {
            case QUICK_GELU -> inner.quickGelu();
            case GELU -> inner.gelu();
        };
        return fc2.apply(inner).add(h);
    }
}
