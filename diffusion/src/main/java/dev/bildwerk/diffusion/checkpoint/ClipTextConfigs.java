package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.text.ClipTextConfig;

/**
 * Reads the {@code config.json} of transformers' {@code CLIPTextModel}; absent fields have the defaults of its class.
 */
final class ClipTextConfigs {
    private ClipTextConfigs() {}

    /** @param projection whether the encoder ends in a projection, as {@code CLIPTextModelWithProjection} does */
    static ClipTextConfig read(ConfigFile file, boolean projection) {
        file.requireText("model_type", "clip_text_model");
        file.requireNumber("layer_norm_eps", 1e-5);
        int width = file.positive("hidden_size", 512);
        int heads = file.positive("num_attention_heads", 8);
        if (width % heads != 0) {
            throw file.unsupported("num_attention_heads", heads, "a divisor of hidden_size, which is " + width);
        }
        return new ClipTextConfig(
                file.positive("vocab_size", 49408),
                width,
                file.positive("intermediate_size", 2048),
                file.positive("num_hidden_layers", 12),
                heads,
                file.positive("max_position_embeddings", 77),
                activation(file),
                projection ? file.positive("projection_dim", 512) : 0,
                file.positive("eos_token_id", 49407));
    }

    private static ClipTextConfig.Activation activation(ConfigFile file) {
        String name = file.text("hidden_act", "quick_gelu");
        return switch (name) {
            case "quick_gelu" -> ClipTextConfig.Activation.QUICK_GELU;
            case "gelu" -> ClipTextConfig.Activation.GELU;
            default -> throw file.unsupported("hidden_act", name, "quick_gelu and gelu");
        };
    }
}
