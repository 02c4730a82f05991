package dev.bildwerk.diffusion.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The one plain generation in a graph of ComfyUI: from the node that saves the picture back over the decoder and the
 * sampler to the prompts, the noise and the checkpoint. The nodes' inputs are those of ComfyUI's {@code nodes.py}; of
 * an extension's node the inputs with the same names are taken, and what else it does is not honoured.
 */
final class ComfyReader {
    private static final int MOST_NOTES = 30;
    private static final int MOST_OUTPUTS = 50;
    private static final double FULL_DENOISE = 0.9999;

    private final ComfyGraph graph;
    private final List<NotHonoured> notes = new ArrayList<>();
    private final ComfyValues values;
    private final SequencedMap<String, LoraUse> loras = new LinkedHashMap<>();
    private final ForeignRecipe.Builder recipe = ForeignRecipe.builder().noiseDevice(NoiseDevice.CPU);

    private ComfyReader(ComfyGraph graph) {
        this.graph = graph;
        values = new ComfyValues(graph, notes);
    }

    static ReadRecipe read(ComfyGraph graph) {
        List<ComfyNode> outputs = outputs(graph);
        if (outputs.isEmpty()) {
            return new ReadRecipe.None("ComfyUI's graph in this file saves no picture.");
        }
        List<ComfyPath> paths = outputs.stream().map(output -> ComfyPath.of(graph, output)).toList();
        if (paths.stream().map(ComfyPath::firstSampler).distinct().count() > 1) {
            return new ReadRecipe.None("ComfyUI's graph in this file makes several pictures (%s), and nothing says "
                    .formatted(titles(outputs)) + "which of them this one is.");
        }
        ComfyPath path = Collections.max(paths, Comparator.comparingInt(any -> any.samplers().size()));
        if (path.samplers().isEmpty()) {
            return new ReadRecipe.None("ComfyUI's graph in this file draws its picture without a sampler that Bildwerk "
                    + "knows: before %s come %s.".formatted(outputs.getFirst().title(), titles(whole(path))));
        }
        return new ComfyReader(graph).read(path);
    }

    private static List<ComfyNode> whole(ComfyPath path) {
        List<ComfyNode> nodes = new ArrayList<>(path.others());
        path.start().ifPresent(nodes::add);
        return nodes;
    }

    private static String titles(List<ComfyNode> nodes) {
        String titles = nodes.stream().limit(5).map(ComfyNode::title).collect(Collectors.joining(", "));
        return titles.isEmpty() ? "no nodes" : titles;
    }

    /** What saves pictures or, where nothing does, shows them. */
    private static List<ComfyNode> outputs(ComfyGraph graph) {
        for (String word : List.of("Save", "Preview")) {
            List<ComfyNode> found = graph.nodes().values().stream()
                    .filter(node -> node.type().contains(word))
                    .filter(node -> node.firstLink(List.of("images", "image")).isPresent())
                    .limit(MOST_OUTPUTS)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private ReadRecipe.Found read(ComfyPath path) {
        ComfyNode sampler = path.samplers().getLast();
        for (ComfyNode other : path.samplers().subList(0, path.samplers().size() - 1)) {
            note(other.title(), "", "Bildwerk draws what the first sampler draws and leaves further passes out");
        }
        path.others().forEach(this::noteOnTheWay);
        readSampler(sampler);
        readStart(path);
        followModel(sampler); // Before the text encoders: most LoRAs stand on its way, in their order.
        Set<String> clips = new LinkedHashSet<>();
        recipe.prompt(conditioning(sampler, "positive", clips).orElse(null));
        recipe.negativePrompt(conditioning(sampler, "negative", clips).orElse(null));
        recipe.loras(new ArrayList<>(loras.sequencedValues().reversed()));
        path.decoder().flatMap(decoder -> decoder.link("vae")).flatMap(graph::at).ifPresent(this::readVae);
        return new ReadRecipe.Found(
                RecipeProgram.COMFYUI, "", RecipeProgram.COMFYUI.dialect(), recipe.build(), boundedNotes());
    }

    private void noteOnTheWay(ComfyNode node) {
        if (node.type().startsWith("VAEEncode")) {
            return; // A way from one sampler to the next, or from another picture: told there.
        }
        boolean enlarges = node.type().contains("Upscale") || node.type().contains("Scale");
        note(node.title(), "", enlarges
                ? "Bildwerk does not enlarge the picture here"
                : "Bildwerk does not know what it does to the picture");
    }

    private void readSampler(ComfyNode sampler) {
        recipe.seed(number(sampler, sampler.has("noise_seed") ? "noise_seed" : "seed", RecipeJson::seed));
        recipe.guidanceScale(number(sampler, "cfg", RecipeJson::decimal));
        ComfyNode named = sampler.link("sampler").flatMap(graph::at).orElse(sampler);
        ComfyNode stepped = sampler.link("sigmas").flatMap(graph::at).orElse(sampler);
        text(named, "sampler_name").ifPresent(name -> {
            recipe.sampler(ComfyNames.samplerTitle(name));
            ComfyNames.remark(name).ifPresent(remark -> note("sampler_name", name, remark));
        });
        text(stepped, "scheduler").map(ComfyNames::scheduleTitle).ifPresent(recipe::schedule);
        if (stepped.type().equals("KarrasScheduler")) {
            recipe.schedule(ComfyNames.scheduleTitle("karras"));
        }
        Integer steps = number(stepped, "steps", RecipeJson::integer);
        recipe.steps(steps);
        Double denoise = number(stepped, "denoise", RecipeJson::decimal);
        recipe.denoisingStrength(denoise == null || denoise > FULL_DENOISE ? null : denoise);
        if (sampler.has("start_at_step") || sampler.has("end_at_step")) {
            readRange(sampler, steps);
        }
        noteExtraInputs(sampler);
    }

    /** Of a sampler that may draw a part of the steps only. */
    private void readRange(ComfyNode sampler, Integer steps) {
        Integer start = number(sampler, "start_at_step", RecipeJson::integer);
        Integer end = number(sampler, "end_at_step", RecipeJson::integer);
        if (start != null && start > 0) {
            note("start_at_step", start.toString(), "Bildwerk draws from the first step on");
        }
        if (end != null && steps != null && end < steps) {
            note("end_at_step", end.toString(), "Bildwerk draws to the last step");
        }
        text(sampler, "add_noise").filter("disable"::equals)
                .ifPresent(value -> note("add_noise", value, "Bildwerk starts from noise"));
    }

    private void noteExtraInputs(ComfyNode sampler) {
        if (!sampler.type().startsWith("KSampler") && !sampler.type().equals("SamplerCustom")) {
            note(sampler.title(), "", "it is an extension's; what it does beyond ComfyUI's own sampler is left out");
        }
    }

    private void readStart(ComfyPath path) {
        Optional<ComfyNode> start = path.start();
        if (start.isEmpty()) {
            note("latent_image", "", "its links lead nowhere or in a circle");
            return;
        }
        ComfyNode node = start.get();
        if (node.has("width") && node.has("height")) {
            Integer width = number(node, "width", RecipeJson::integer);
            Integer height = number(node, "height", RecipeJson::integer);
            recipe.size(width == null || height == null || width <= 0 || height <= 0
                    ? null
                    : new PictureSize(width, height));
            Integer batch = number(node, "batch_size", RecipeJson::integer);
            if (batch != null && batch > 1) {
                note("batch_size", batch.toString(),
                        "nothing says which picture of its batch this is; the first one is drawn");
            }
        } else {
            note(node.title(), "", "the picture was made from another one, which its file does not hold");
        }
    }

    /** The text behind a sampler's input; notes what is done to it on the way. */
    private Optional<String> conditioning(ComfyNode sampler, String input, Set<String> clips) {
        Set<String> seen = new LinkedHashSet<>();
        Optional<ComfyNode.Link> link = sampler.link(input);
        while (link.isPresent()) {
            Optional<ComfyNode> found = graph.at(link.get());
            if (found.isEmpty() || !seen.add(found.get().id())) {
                break;
            }
            ComfyNode node = found.get();
            if (node.has("text") || node.has("text_g")) {
                node.link("clip").ifPresent(clip -> followClip(clip, clips));
                return encodedText(node);
            }
            if (node.type().equals("ConditioningZeroOut")) {
                note(node.title(), "", "Bildwerk takes an empty prompt for it");
                return Optional.of("");
            }
            if (!node.type().equals("Reroute")) {
                note(node.title(), "", "Bildwerk takes the %s prompt without what this node does".formatted(input));
            }
            link = node.link(link.get().slot() == 1 && node.has("negative") ? "negative" : "positive")
                    .or(() -> node.firstLink(List.of("conditioning", "conditioning_1", "conditioning_to", "")));
        }
        note(input, "", "its text was not found");
        return Optional.empty();
    }

    private Optional<String> encodedText(ComfyNode node) {
        if (!node.has("text_g")) {
            return values.text(node, "text");
        }
        Optional<String> global = values.text(node, "text_g");
        Optional<String> local = values.text(node, "text_l");
        if (!local.equals(global)) {
            note("text_l", local.orElse(""), "Bildwerk gives both text encoders the same prompt, text_g's");
        }
        for (String crop : List.of("crop_w", "crop_h")) {
            Integer pixels = number(node, crop, RecipeJson::integer);
            if (pixels != null && pixels != 0) {
                note(crop, pixels.toString(), "Bildwerk tells the model that nothing was cut off");
            }
        }
        return global;
    }

    private void followClip(ComfyNode.Link clip, Set<String> seen) {
        Optional<ComfyNode> found = graph.at(clip);
        while (found.isPresent() && seen.add(found.get().id())) {
            ComfyNode node = found.get();
            Integer layer = node.has("stop_at_clip_layer")
                    ? number(node, "stop_at_clip_layer", RecipeJson::integer)
                    : null;
            if (layer != null && layer < 0) {
                recipe.clipSkip(-layer);
            }
            if (node.has("lora_name")) {
                addLora(node, "strength_clip");
            }
            if (node.has("clip_name") || node.has("clip_name1")) {
                note(node.title(), "", "Bildwerk takes the checkpoint's own text encoder");
            }
            found = node.firstLink(List.of("clip", "")).flatMap(graph::at);
        }
    }

    private void followModel(ComfyNode sampler) {
        Set<String> seen = new LinkedHashSet<>();
        Optional<ComfyNode> found = sampler.link("model").flatMap(graph::at);
        while (found.isPresent() && seen.add(found.get().id())) {
            ComfyNode node = found.get();
            Optional<String> name = text(node, node.has("ckpt_name") ? "ckpt_name" : "unet_name");
            if (name.isPresent()) {
                recipe.model(new ModelReference(name.get(), ""));
                return;
            }
            if (node.has("lora_name")) {
                addLora(node, "strength_model");
            } else if (node.type().equals("RescaleCFG")) {
                recipe.guidanceRescale(number(node, "multiplier", RecipeJson::decimal));
            } else if (!node.type().equals("Reroute")) {
                note(node.title(), "", "Bildwerk does not know what it does to the model");
            }
            found = node.firstLink(List.of("model", "")).flatMap(graph::at);
        }
        note("model", "", "its checkpoint was not found");
    }

    /** A node is met on the model's way, on the text encoder's or on both. */
    private void addLora(ComfyNode node, String strength) {
        Optional<String> name = text(node, "lora_name");
        Optional<Double> weight = values.value(node, strength).flatMap(RecipeJson::signedDecimal);
        if (name.isEmpty() || weight.isEmpty()) {
            note(node.title(), "", "its LoRA or the LoRA's strength was not found");
            return;
        }
        LoraUse before = loras.getOrDefault(node.id(), new LoraUse(name.get(), 0, 0));
        loras.put(node.id(), strength.equals("strength_model")
                ? new LoraUse(before.name(), weight.get(), before.textWeight())
                : new LoraUse(before.name(), before.unetWeight(), weight.get()));
    }

    private void readVae(ComfyNode node) {
        text(node, "vae_name").ifPresent(name -> recipe.vae(new ModelReference(name, "")));
    }

    private Optional<String> text(ComfyNode node, String input) {
        return node.has(input)
                ? values.value(node, input).flatMap(RecipeJson::text).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    /** Empty, as {@code null}, where the input is missing; noted where it is there and no such number. */
    private <T> T number(ComfyNode node, String input, Function<JsonNode, Optional<T>> read) {
        Optional<JsonNode> value = values.value(node, input);
        Optional<T> number = value.flatMap(read);
        if (value.isPresent() && number.isEmpty()) {
            note(input, value.get().asText(), "it is no number that Bildwerk can take");
        }
        return number.orElse(null);
    }

    private void note(String field, String value, String reason) {
        notes.add(new NotHonoured(field, value, reason));
    }

    private List<NotHonoured> boundedNotes() {
        List<NotHonoured> all = notes.stream().distinct().toList();
        if (all.size() <= MOST_NOTES) {
            return all;
        }
        List<NotHonoured> first = new ArrayList<>(all.subList(0, MOST_NOTES));
        first.add(new NotHonoured("The rest", "", "%d more of the kind".formatted(all.size() - MOST_NOTES)));
        return first;
    }
}
