package dev.bildwerk.diffusion.text;

import dev.bildwerk.engine.Tensor;
import java.util.List;

/**
 * What a text encoder says of a batch of token rows.
 *
 * @param hiddenStates the embedding, then each layer's output, all {@code [batch, tokens, width]}, before the final norm
 * @param lastHiddenState the last of them after the final norm
 * @param pooled the final state at the end-of-text token {@code [batch, width]}, projected to
 *     {@code [batch, projectionWidth]} where the encoder has a projection
 */
public record ClipTextOutput(List<Tensor> hiddenStates, Tensor lastHiddenState, Tensor pooled) {
    public ClipTextOutput {
        hiddenStates = List.copyOf(hiddenStates);
    }

    /** The output of the last layer but one, without the final norm: what SDXL is conditioned on. */
    public Tensor penultimate() {
        return layer(2);
    }

    /**
     * The output of a layer, without the final norm.
     *
     * @param fromLast 1 for the last layer
     */
    public Tensor layer(int fromLast) {
        return hiddenStates.get(hiddenStates.size() - fromLast);
    }
}
