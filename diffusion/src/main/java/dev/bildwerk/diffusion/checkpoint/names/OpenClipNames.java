package dev.bildwerk.diffusion.checkpoint.names;

import dev.bildwerk.diffusion.text.ClipTextConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of OpenCLIP's text half below a prefix, as files of Stable Diffusion 2 and XL have them. */
public final class OpenClipNames implements WeightNames {
    private static final Pattern PROJECTION = Pattern.compile(
            "text_model\\.encoder\\.layers\\.(\\d{1,9})\\.self_attn\\.([qkv])_proj\\.(weight|bias)");
    private static final Map<String, Integer> PART = Map.of("q", 0, "k", 1, "v", 2);
    private static final Set<String> OF_NO_USE_HERE = Set.of("logit_scale", "attn_mask");
    private static final String TEXT_PROJECTION = "text_projection";

    private final String prefix;
    private final ClipTextConfig config;
    private final ModulePaths paths;

    /**
     * @param prefix such as {@code cond_stage_model.model.}
     * @param config of what is used; the layer behind it and a projection that it lacks may be left
     */
    public OpenClipNames(String prefix, ClipTextConfig config) {
        this.prefix = prefix;
        this.config = config;
        this.paths = OpenClipPaths.of(config.layers());
    }

    @Override
    public List<StoredWeight> of(String key) {
        if (key.equals(TEXT_PROJECTION + ".weight")) {
            return List.of(
                    new StoredWeight.Transposed(prefix + TEXT_PROJECTION),
                    new StoredWeight.Whole(prefix + TEXT_PROJECTION + ".weight"));
        }
        Matcher projection = PROJECTION.matcher(key);
        if (projection.matches()) {
            String name = "%stransformer.resblocks.%s.attn.in_proj_%s"
                    .formatted(prefix, projection.group(1), projection.group(3));
            return List.of(new StoredWeight.Rows(name, PART.get(projection.group(2)), PART.size()));
        }
        return List.of(new StoredWeight.Whole(prefix + paths.rename(key).orElse(key)));
    }

    @Override
    public boolean mayBeLeft(String name) {
        if (!name.startsWith(prefix)) {
            return true;
        }
        String key = name.substring(prefix.length());
        return OF_NO_USE_HERE.contains(key)
                || key.equals(TEXT_PROJECTION) && config.projectionWidth() == 0
                || key.startsWith("transformer.resblocks." + config.layers() + ".");
    }
}
