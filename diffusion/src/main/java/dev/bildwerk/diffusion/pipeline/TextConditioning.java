package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.engine.DType;
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

    /** As many prompts and tokens that say nothing. */
    TextConditioning zeros() {
        return new TextConditioning(zeros(text), pooled == null ? null : zeros(pooled));
    }

    private static Tensor zeros(Tensor tensor) {
        return Tensor.zeros(DType.F32, tensor.shape()).like(tensor);
    }
}
