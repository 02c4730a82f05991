package dev.bildwerk.diffusion.checkpoint.detect;

import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.text.ClipTextConfig.Activation;

/**
 * Reads a text encoder's configuration from its weights: OpenAI's ViT-L in transformers' layout, or one of OpenCLIP.
 */
final class TextShapes {
    private static final int HEAD_WIDTH = 64;
    private static final int END_OF_TEXT = 49407;

    /** ViT-H, whose last layer Stable Diffusion 2 leaves out. */
    private static final int VIT_H_LAYERS = 24;

    private TextShapes() {}

    /** @param text its tensors without a prefix, with or without {@code text_model.} */
    static ClipTextConfig transformers(Manifest text) {
        Manifest model = text.hasBelow("text_model.") ? text.below("text_model.") : text;
        String tokens = "embeddings.token_embedding.weight";
        return config(
                model.size(tokens, 0),
                model.size(tokens, 1),
                model.size("encoder.layers.0.mlp.fc1.weight", 0),
                model.countBelow("encoder.layers."),
                model.size("embeddings.position_embedding.weight", 0),
                Activation.QUICK_GELU,
                0);
    }

    /**
     * As Stable Diffusion XL uses it: all layers, with its projection.
     *
     * @param text its tensors without a prefix
     */
    static ClipTextConfig openClip(Manifest text) {
        int projection = text.has("text_projection")
                ? text.size("text_projection", 1)
                : text.size("text_projection.weight", 0);
        return openClip(text, layers(text), projection);
    }

    /**
     * As Stable Diffusion 2 uses it: without projection and without the last layer, which a file that was made from
     * diffusers' layout lacks already, and with it the projection.
     */
    static ClipTextConfig openClipWithoutLastLayer(Manifest text) {
        boolean whole = layers(text) == VIT_H_LAYERS || text.has("text_projection");
        return openClip(text, layers(text) - (whole ? 1 : 0), 0);
    }

    private static int layers(Manifest text) {
        return text.countBelow("transformer.resblocks.");
    }

    private static ClipTextConfig openClip(Manifest text, int layers, int projection) {
        return config(
                text.size("token_embedding.weight", 0),
                text.size("token_embedding.weight", 1),
                text.size("transformer.resblocks.0.mlp.c_fc.weight", 0),
                layers,
                text.size("positional_embedding", 0),
                Activation.GELU,
                projection);
    }

    private static ClipTextConfig config(
            int vocabulary, int width, int inner, int layers, int positions, Activation activation, int projection) {
        if (vocabulary == 0 || width == 0 || inner == 0 || layers < 1 || positions == 0) {
            throw new UnknownShapeException("its text encoder is incomplete");
        }
        return new ClipTextConfig(
                vocabulary,
                width,
                inner,
                layers,
                Math.max(width / HEAD_WIDTH, 1),
                positions,
                activation,
                projection,
                Math.min(END_OF_TEXT, vocabulary - 1));
    }
}
