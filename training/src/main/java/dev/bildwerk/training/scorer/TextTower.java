package dev.bildwerk.training.scorer;

import dev.bildwerk.diffusion.layers.Linear;
import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/**
 * Puts words into the space that the scorer shares with pictures: {@code reference/gpu/scorer.py}'s {@code TextTower}, the
 * mean of a text encoder's last states, projected.
 */
public final class TextTower {
    private final ClipTextEncoder encoder;
    private final Linear projection;

    public TextTower(Weights weights, ClipTextConfig config) {
        encoder = new ClipTextEncoder(weights.at("encoder"), config);
        projection = Linear.withoutBias(weights.at("projection"), config.width(), PictureTower.JOINT);
    }

    /**
     * @param tokens rows filled up to the encoder's length
     * @return {@code [rows, JOINT]} in F32, each row of length 1
     */
    public Tensor apply(int[][] tokens) {
        return Scope.only(() ->
                PictureTower.unit(projection.apply(encoder.apply(tokens).lastHiddenState().mean(false, 1))));
    }
}
