package dev.bildwerk.diffusion.checkpoint.names;

import java.util.List;
import java.util.Map;

/** The names of diffusers' {@code AutoencoderKL}, today's and those before diffusers 0.18. */
record DiffusersVaeNames() implements WeightNames {
    private static final Map<String, String> OLD_ATTENTION = Map.of(
            ".attentions.0.to_q.", ".attentions.0.query.",
            ".attentions.0.to_k.", ".attentions.0.key.",
            ".attentions.0.to_v.", ".attentions.0.value.",
            ".attentions.0.to_out.0.", ".attentions.0.proj_attn.");

    @Override
    public List<StoredWeight> of(String key) {
        for (var renamed : OLD_ATTENTION.entrySet()) {
            if (key.contains(renamed.getKey())) {
                return List.of(
                        new StoredWeight.Whole(key),
                        new StoredWeight.Whole(key.replace(renamed.getKey(), renamed.getValue())));
            }
        }
        return List.of(new StoredWeight.Whole(key));
    }

    @Override
    public boolean mayBeLeft(String name) {
        return false;
    }
}
