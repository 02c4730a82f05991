package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.prompt.LoraTag;
import dev.bildwerk.diffusion.prompt.NamedFiles;
import dev.bildwerk.diffusion.prompt.PromptPlan;
import java.util.ArrayList;
import java.util.List;

/** The adapters of a request that its prompt's own tags do not name. */
final class BesideThePrompt {
    private BesideThePrompt() {}

    /** In their order; one whose name cannot stand in a tag is left out. */
    static List<LoraUse> of(GenerationRequest request) {
        List<LoraTag> tags = new ArrayList<>(
                PromptPlan.of(request.controls().dialect(), request.prompt(), request.steps()).loras());
        List<LoraUse> beside = new ArrayList<>();
        for (AdapterUse use : request.controls().additions().adapters()) {
            String name = NamedFiles.nameOf(use.file());
            boolean tagged = tags.stream().filter(tag -> isOf(tag, use, name)).findFirst().map(tags::remove).orElse(false);
            if (!tagged && name.chars().noneMatch(c -> c == '<' || c == '>' || c == ':' || c == '=')) {
                beside.add(new LoraUse(name, use.unetStrength(), use.textStrength()));
            }
        }
        return beside;
    }

    private static boolean isOf(LoraTag tag, AdapterUse use, String name) {
        return tag.name().equalsIgnoreCase(name)
                && tag.unetWeight() == use.unetStrength()
                && tag.textEncoderWeight() == use.textStrength();
    }
}
