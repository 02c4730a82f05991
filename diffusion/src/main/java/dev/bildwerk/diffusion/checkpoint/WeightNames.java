package dev.bildwerk.diffusion.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Under which names a part's weights may stand in a file: first the name that the part asks for, then older and newer
 * ones.
 */
public enum WeightNames {
    /** diffusers' {@code UNet2DConditionModel}. */
    UNET {
        @Override
        List<String> of(String key) {
            return List.of(key);
        }
    },
    /** diffusers' {@code AutoencoderKL}; before diffusers 0.18 the attention's layers had other names. */
    VAE {
        @Override
        List<String> of(String key) {
            for (var renamed : OLD_ATTENTION.entrySet()) {
                if (key.contains(renamed.getKey())) {
                    return List.of(key, key.replace(renamed.getKey(), renamed.getValue()));
                }
            }
            return List.of(key);
        }
    },
    /** transformers' {@code CLIPTextModel}; since transformers 5 its names may lack the first part. */
    CLIP {
        @Override
        List<String> of(String key) {
            return key.startsWith(TEXT_MODEL) ? List.of(key, key.substring(TEXT_MODEL.length())) : List.of(key);
        }
    };

    private static final String TEXT_MODEL = "text_model.";
    private static final Map<String, String> OLD_ATTENTION = Map.of(
            ".attentions.0.to_q.", ".attentions.0.query.",
            ".attentions.0.to_k.", ".attentions.0.key.",
            ".attentions.0.to_v.", ".attentions.0.value.",
            ".attentions.0.to_out.0.", ".attentions.0.proj_attn.");
    /** A count from 0 that old versions of transformers wrote down. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("text_model.embeddings.position_ids", "embeddings.position_ids");

    /** The names to look for, the likeliest first. */
    abstract List<String> of(String key);

    /** Whether a file may hold this tensor although nothing asks for it. */
    boolean isWithoutEffect(String name) {
        return this == CLIP && WITHOUT_EFFECT.contains(name);
    }
}
