package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.prompt.LoraTag;
import dev.bildwerk.diffusion.prompt.NamedFiles;
import dev.bildwerk.diffusion.prompt.PromptPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The adapters of a request that its prompt's own tags do not name. */
final class BesideThePrompt {
    private BesideThePrompt() {}

    /** In their order; one whose name cannot stand in a tag is left out. */
    static List<LoraUse> of(GenerationRequest request) {
        List<LoraTag> tags = new ArrayList<>(
                PromptPlan.of(request.controls().dialect(), request.prompt(), request.steps()).loras());
        List<AdapterUse> beside = new ArrayList<>(request.controls().additions().adapters());
        beside.removeIf(use -> taken(tags, tag -> isOf(tag, use) && tag.name().equalsIgnoreCase(name(use))));
        // A tag may also name an adapter as it was trained; those that tags name come last.
        for (AdapterUse use : List.copyOf(beside).reversed()) {
            if (taken(tags, tag -> isOf(tag, use))) {
                beside.remove(use);
            }
        }
        return beside.stream()
                .filter(use -> name(use).chars().noneMatch(c -> c == '<' || c == '>' || c == ':' || c == '='))
                .map(use -> new LoraUse(name(use), use.unetStrength(), use.textStrength()))
                .toList();
    }

    /** Whether there is such a tag, which then stands for nothing else. */
    private static boolean taken(List<LoraTag> tags, Predicate<LoraTag> which) {
        return tags.stream().filter(which).findFirst().map(tags::remove).orElse(false);
    }

    private static String name(AdapterUse use) {
        return NamedFiles.nameOf(use.file());
    }

    private static boolean isOf(LoraTag tag, AdapterUse use) {
        return tag.unetWeight() == use.unetStrength() && tag.textEncoderWeight() == use.textStrength();
    }
}
