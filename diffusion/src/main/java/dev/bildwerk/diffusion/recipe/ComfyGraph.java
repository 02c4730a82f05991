package dev.bildwerk.diffusion.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What ComfyUI ran, as it writes it into a picture's text {@code prompt}: nodes by their id. */
record ComfyGraph(SequencedMap<String, ComfyNode> nodes) {
    ComfyGraph {
        nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    }

    /** Empty where no node is found; what is no node is passed over. */
    static Optional<ComfyGraph> parse(JsonNode api) {
        SequencedMap<String, ComfyNode> nodes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : api.properties()) {
            JsonNode type = entry.getValue().path("class_type");
            JsonNode inputs = entry.getValue().path("inputs");
            if (type.isTextual() && inputs.isObject()) {
                SequencedMap<String, JsonNode> values = new LinkedHashMap<>();
                inputs.properties().forEach(input -> values.put(input.getKey(), input.getValue()));
                nodes.put(entry.getKey(), new ComfyNode(entry.getKey(), type.textValue(), values));
            }
        }
        return nodes.isEmpty() ? Optional.empty() : Optional.of(new ComfyGraph(nodes));
    }

    Optional<ComfyNode> at(ComfyNode.Link link) {
        return Optional.ofNullable(nodes.get(link.node()));
    }
}
