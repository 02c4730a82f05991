package dev.bildwerk.diffusion.adapter;

import dev.bildwerk.diffusion.checkpoint.names.ModulePaths;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of a model's modules an adapter's file means. Training programs wrote four kinds of names: kohya's, whose dots are
 * underscores and cannot be split again, so that all of a model's own names are written that way and looked up; diffusers' and
 * PEFT's, with dots below the part's name; and the older ones of diffusers, by attention processors.
 */
final class ModuleNames {
    private static final String WEIGHT = ".weight";
    private static final Map<AdapterPart, List<String>> FLAT = Map.of(
            AdapterPart.UNET, List.of("lora_unet_"),
            AdapterPart.TEXT, List.of("lora_te_", "lora_te1_"),
            AdapterPart.SECOND_TEXT, List.of("lora_te2_"));
    private static final Map<AdapterPart, List<String>> DOTTED = Map.of(
            AdapterPart.UNET, List.of("unet.", "unet.base_model.model.", "base_model.model.unet.", "diffusion_model."),
            AdapterPart.TEXT, List.of("text_encoder.", "text_encoder.base_model.model.", "base_model.model.text_encoder."),
            AdapterPart.SECOND_TEXT, List.of("text_encoder_2.", "text_encoder_2.base_model.model."));

    private final Map<String, AdapterTarget> targets = new HashMap<>();

    /**
     * @param keys of the part's weights
     * @param older CompVis' names of the same modules; empty where there are none
     */
    void add(AdapterPart part, Collection<String> keys, Optional<ModulePaths> older) {
        for (String key : keys) {
            if (!key.endsWith(WEIGHT)) {
                continue;
            }
            AdapterTarget target = new AdapterTarget(part, key);
            String module = key.substring(0, key.length() - WEIGHT.length());
            add(part, module, target);
            older.flatMap(paths -> paths.rename(module)).ifPresent(name -> add(part, name, target));
        }
    }

    private void add(AdapterPart part, String module, AdapterTarget target) {
        FLAT.get(part).forEach(prefix -> targets.putIfAbsent(prefix + module.replace('.', '_'), target));
        DOTTED.get(part).forEach(prefix -> targets.putIfAbsent(prefix + module, target));
    }

    /** The weight that a module's name in the file stands for. */
    Optional<AdapterTarget> find(String module) {
        AdapterTarget target = targets.get(module);
        if (target == null && module.contains(".processor.")) {
            String plain = module.replace(".processor.", ".");
            target = targets.get(plain.endsWith("to_out") ? plain + ".0" : plain);
        }
        if (target == null && module.startsWith("text_encoder") && module.contains(".to_")) {
            // The oldest files of diffusers name the text encoder's projections as the UNet's.
            target = targets.get(module.replaceAll("\\.to_([qkv])$", ".$1_proj").replaceAll("\\.to_out$", ".out_proj"));
        }
        return Optional.ofNullable(target);
    }
}
