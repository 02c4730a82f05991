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

    int prompts() {
        return Math.toIntExact(text.size(0));
    }

    int tokens() {
        return Math.toIntExact(text.size(1));
    }

    /** One of the prompts. */
    TextConditioning prompt(int index) {
        return new TextConditioning(text.narrow(0, index, 1), pooled == null ? null : pooled.narrow(0, index, 1));
    }

    /** This one's prompts and then the other's, which has as many tokens. */
    TextConditioning followedBy(TextConditioning other) {
        return new TextConditioning(
                Tensor.cat(0, text, other.text), pooled == null ? null : Tensor.cat(0, pooled, other.pooled));
    }

    /** With so many tokens, the last one again and again: how AUTOMATIC1111 makes prompts equally long. */
    TextConditioning lengthenedTo(int tokens) {
        int missing = tokens - tokens();
        return missing <= 0
                ? this
                : new TextConditioning(
                        Tensor.cat(
                                1,
                                text,
                                text.narrow(1, tokens() - 1, 1).expand(prompts(), missing, text.size(2))),
                        pooled);
    }

    /** As many prompts and tokens that say nothing. */
    TextConditioning zeros() {
        return new TextConditioning(zeros(text), pooled == null ? null : zeros(pooled));
    }

    private static Tensor zeros(Tensor tensor) {
        return Tensor.zeros(DType.F32, tensor.shape()).like(tensor);
    }
}
