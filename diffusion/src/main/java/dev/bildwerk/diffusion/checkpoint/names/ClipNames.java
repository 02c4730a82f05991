package dev.bildwerk.diffusion.checkpoint.names;

import java.util.List;
import java.util.Set;

/**
 * The names of transformers' {@code CLIPTextModel}, below a prefix.
 *
 * @param prefix {@code cond_stage_model.transformer.} in a file of Stable Diffusion 1; empty in a file of its own
 */
public record ClipNames(String prefix) implements WeightNames {
    private static final String TEXT_MODEL = "text_model.";
    /** A count from 0 that old versions of transformers wrote down, and what only training needs. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("text_model.embeddings.position_ids", "embeddings.position_ids");

    private static final Set<String> OF_NO_USE_HERE = Set.of("text_projection.weight", "logit_scale");

    @Override
    public List<StoredWeight> of(String key) {
        StoredWeight full = new StoredWeight.Whole(prefix + key);
        return key.startsWith(TEXT_MODEL)
                ? List.of(full, new StoredWeight.Whole(prefix + key.substring(TEXT_MODEL.length())))
                : List.of(full);
    }

    @Override
    public boolean mayBeLeft(String name) {
        if (!name.startsWith(prefix)) {
            return true;
        }
        String key = name.substring(prefix.length());
        return WITHOUT_EFFECT.contains(key) || !prefix.isEmpty() && OF_NO_USE_HERE.contains(key);
    }
}
