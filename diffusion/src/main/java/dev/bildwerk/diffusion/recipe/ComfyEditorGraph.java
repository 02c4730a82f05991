package dev.bildwerk.diffusion.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The graph as ComfyUI's editor saves it (a picture's text {@code workflow}), where values have a place instead of a
 * name. Of the nodes that come with ComfyUI the names of the places are known; of others only the links are taken.
 */
final class ComfyEditorGraph {
    private static final int BYPASSED = 4;
    private static final int MUTED = 2;
    private static final int MOST_BYPASSED = 100;
    private static final String SKIPPED = "";

    /** The values of each kind of node, in their places; after a seed comes what the editor does to it next. */
    private static final Map<String, List<String>> WIDGETS = Map.ofEntries(
            Map.entry("KSampler", List.of(
                    "seed", SKIPPED, "steps", "cfg", "sampler_name", "scheduler", "denoise")),
            Map.entry("KSamplerAdvanced", List.of(
                    "add_noise", "noise_seed", SKIPPED, "steps", "cfg", "sampler_name", "scheduler",
                    "start_at_step", "end_at_step", "return_with_leftover_noise")),
            Map.entry("SamplerCustom", List.of("add_noise", "noise_seed", SKIPPED, "cfg")),
            Map.entry("KSamplerSelect", List.of("sampler_name")),
            Map.entry("BasicScheduler", List.of("scheduler", "steps", "denoise")),
            Map.entry("CLIPTextEncode", List.of("text")),
            Map.entry("CLIPTextEncodeSDXL", List.of(
                    "width", "height", "crop_w", "crop_h", "target_width", "target_height", "text_g", "text_l")),
            Map.entry("CheckpointLoaderSimple", List.of("ckpt_name")),
            Map.entry("UNETLoader", List.of("unet_name")),
            Map.entry("EmptyLatentImage", List.of("width", "height", "batch_size")),
            Map.entry("LoraLoader", List.of("lora_name", "strength_model", "strength_clip")),
            Map.entry("LoraLoaderModelOnly", List.of("lora_name", "strength_model")),
            Map.entry("CLIPSetLastLayer", List.of("stop_at_clip_layer")),
            Map.entry("VAELoader", List.of("vae_name")),
            Map.entry("RescaleCFG", List.of("multiplier")),
            Map.entry("PrimitiveNode", List.of("value")),
            Map.entry("PrimitiveInt", List.of("value")),
            Map.entry("PrimitiveFloat", List.of("value")),
            Map.entry("PrimitiveString", List.of("value")),
            Map.entry("PrimitiveStringMultiline", List.of("value")));

    private ComfyEditorGraph() {}

    /** Empty where there are no nodes. */
    static Optional<ComfyGraph> parse(JsonNode workflow) {
        Map<String, JsonNode> links = links(workflow.path("links"));
        SequencedMap<String, ComfyNode> nodes = new LinkedHashMap<>();
        Map<String, ComfyNode.Link> around = new HashMap<>();
        for (JsonNode node : workflow.path("nodes")) {
            String id = node.path("id").asText();
            int mode = node.path("mode").asInt();
            SequencedMap<String, JsonNode> inputs = inputs(node, links);
            if (mode == BYPASSED) {
                bypass(node, id, inputs, around);
            } else if (mode != MUTED && node.path("type").isTextual()) {
                nodes.put(id, new ComfyNode(id, node.path("type").textValue(), inputs));
            }
        }
        nodes.replaceAll((id, node) -> relinked(node, around));
        return nodes.isEmpty() ? Optional.empty() : Optional.of(new ComfyGraph(nodes));
    }

    /** Each link's source as the other form of the graph has it, by the link's number. */
    private static Map<String, JsonNode> links(JsonNode links) {
        Map<String, JsonNode> sources = new HashMap<>();
        for (JsonNode link : links) {
            JsonNode id = link.isArray() ? link.path(0) : link.path("id");
            JsonNode node = link.isArray() ? link.path(1) : link.path("origin_id");
            JsonNode slot = link.isArray() ? link.path(2) : link.path("origin_slot");
            sources.put(id.asText(), link(node.asText(), slot.asInt()));
        }
        return sources;
    }

    private static JsonNode link(String node, int slot) {
        return JsonNodeFactory.instance.arrayNode().add(node).add(slot);
    }

    private static SequencedMap<String, JsonNode> inputs(JsonNode node, Map<String, JsonNode> links) {
        SequencedMap<String, JsonNode> inputs = new LinkedHashMap<>();
        JsonNode widgets = node.path("widgets_values");
        if (widgets.isObject()) {
            widgets.properties().forEach(widget -> inputs.put(widget.getKey(), widget.getValue()));
        } else {
            List<String> names = WIDGETS.getOrDefault(node.path("type").asText(), List.of());
            for (int i = 0; i < Math.min(names.size(), widgets.size()); i++) {
                if (!names.get(i).equals(SKIPPED)) {
                    inputs.put(names.get(i), widgets.get(i));
                }
            }
        }
        for (JsonNode input : node.path("inputs")) {
            JsonNode source = links.get(input.path("link").asText());
            if (source != null) {
                inputs.put(input.path("name").asText(), source);
            }
        }
        return inputs;
    }

    /** A bypassed node hands on, for each output, its first input of the same kind. */
    private static void bypass(
            JsonNode node, String id, Map<String, JsonNode> inputs, Map<String, ComfyNode.Link> around) {
        int slot = 0;
        for (JsonNode output : node.path("outputs")) {
            for (JsonNode input : node.path("inputs")) {
                JsonNode source = inputs.get(input.path("name").asText());
                if (source != null && source.isArray() && source.size() == 2
                        && input.path("type").equals(output.path("type"))) {
                    around.putIfAbsent(
                            id + ":" + slot, new ComfyNode.Link(source.get(0).asText(), source.get(1).asInt()));
                }
            }
            slot++;
        }
    }

    private static ComfyNode relinked(ComfyNode node, Map<String, ComfyNode.Link> around) {
        SequencedMap<String, JsonNode> inputs = new LinkedHashMap<>(node.inputs());
        inputs.replaceAll((name, value) -> node.link(name)
                .map(link -> behind(link, around))
                .map(link -> link(link.node(), link.slot()))
                .orElse(value));
        return new ComfyNode(node.id(), node.type(), inputs);
    }

    private static ComfyNode.Link behind(ComfyNode.Link link, Map<String, ComfyNode.Link> around) {
        ComfyNode.Link at = link;
        for (int i = 0; i < MOST_BYPASSED; i++) {
            ComfyNode.Link next = around.get(at.node() + ":" + at.slot());
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at; // A circle, or as good as one.
    }
}
