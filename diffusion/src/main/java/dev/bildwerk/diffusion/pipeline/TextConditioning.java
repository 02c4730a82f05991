package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.engine.Tensor;

/**
 * Encoded prompts, as a denoiser takes them.
 *
 * @param text {@code [prompts, tokens, width]}
 * @param pooled {@code [prompts, width]}; null where the model takes none
 */
public record TextConditioning(Tensor text, Tensor pooled) {

    /** This one's prompts and then the other's, which has as many tokens. */
    TextConditioning followedBy(TextConditioning other) {
        return new TextConditioning(
                Tensor.cat(0, text, other.text), pooled == null ? null : Tensor.cat(0, pooled, other.pooled));
    }

    TextConditioning zeros() {
        return new TextConditioning(text.mul(0), pooled == null ? null : pooled.mul(0));
    }
}
