package dev.bildwerk.diffusion.layers;

import dev.bildwerk.engine.Tensor;

/**
 * What a {@link GroupNorm} does to any piece of features whose moments over the whole are known.
 *
 * @param scale {@code [batch, channels, 1, 1]} in F32
 * @param shift likewise
 */
public record PieceNorm(Tensor scale, Tensor shift) {

    /** @param target takes the normalised piece, in its own number format */
    public void apply(Tensor piece, Tensor target) {
        target.becomeScaledAndShiftedInPlace(piece, scale, shift);
    }
}
