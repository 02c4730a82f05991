package dev.bildwerk.diffusion.text;

import dev.bildwerk.engine.Tensor;

/**
 * Words beside a text encoder's own: the id {@code vocabularySize + i} stands for row i.
 *
 * @param rows {@code [count, width]}; null for none
 * @param mayEndTheText whether such an id is the largest of its row too, where an encoder pools at the largest id: so
 *     it is in transformers, which pools SDXL's second encoder in the middle of the text then. Elsewhere the end token
 *     stays the largest.
 */
public record AddedVectors(Tensor rows, boolean mayEndTheText) {
    public static final AddedVectors NONE = new AddedVectors(null, false);
}
