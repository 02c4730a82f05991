package dev.bildwerk.diffusion.checkpoint.names;

/**
 * From the modules of transformers' {@code CLIPTextModel} to those of OpenCLIP's text half, but for the attention's
 * queries, keys and values, which lie in one tensor there: see {@link OpenClipNames}.
 */
public final class OpenClipPaths {
    private OpenClipPaths() {}

    /** Without any prefix. */
    public static ModulePaths of(int layers) {
        ModulePaths.Builder paths = new ModulePaths.Builder()
                .put("text_model.embeddings.token_embedding", "token_embedding")
                .put("text_model.embeddings.position_embedding.weight", "positional_embedding")
                .put("text_model.final_layer_norm", "ln_final");
        for (int i = 0; i < layers; i++) {
            String from = "text_model.encoder.layers." + i;
            String to = "transformer.resblocks." + i;
            paths.put(from + ".layer_norm1", to + ".ln_1")
                    .put(from + ".layer_norm2", to + ".ln_2")
                    .put(from + ".mlp.fc1", to + ".mlp.c_fc")
                    .put(from + ".mlp.fc2", to + ".mlp.c_proj")
                    .put(from + ".self_attn.out_proj", to + ".attn.out_proj");
        }
        return paths.build();
    }
}
