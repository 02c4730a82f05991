package dev.bildwerk.diffusion.text;

/**
 * The shape of a CLIP text encoder, as transformers' {@code CLIPTextConfig} names it.
 *
 * @param vocabularySize rows of the token embedding
 * @param width of a token inside ({@code hidden_size})
 * @param feedForwardWidth {@code intermediate_size}
 * @param layers number of transformer layers
 * @param heads of each layer's attention
 * @param positions most tokens in one chunk, 77 in Stable Diffusion
 * @param activation between the feed-forward layers
 * @param projectionWidth of the pooled, projected text; 0 for an encoder without projection
 * @param eosToken the token at which the text is pooled; where it is 2, as old configurations say, the largest id of a row
 *     is taken instead, as transformers does
 */
public record ClipTextConfig(
        int vocabularySize,
        int width,
        int feedForwardWidth,
        int layers,
        int heads,
        int positions,
        Activation activation,
        int projectionWidth,
        int eosToken) {

    /** The activations that text encoders use. */
    public enum Activation {
        /** OpenAI's ViT-L. */
        QUICK_GELU,
        /** OpenCLIP's ViT-H and ViT-bigG. */
        GELU
    }
}
