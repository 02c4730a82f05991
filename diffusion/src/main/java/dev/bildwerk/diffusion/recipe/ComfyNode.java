package dev.bildwerk.diffusion.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * A step of a {@link ComfyGraph}.
 *
 * @param type such as {@code KSampler}
 * @param inputs values, and links to other nodes' outputs as arrays of a node's id and a slot
 */
record ComfyNode(String id, String type, Map<String, JsonNode> inputs) {
    /** An output of another node. */
    record Link(String node, int slot) {}

    boolean has(String input) {
        return inputs.containsKey(input);
    }

    Optional<JsonNode> value(String input) {
        return Optional.ofNullable(inputs.get(input)).filter(value -> !isLink(value) && !value.isNull());
    }

    Optional<Link> link(String input) {
        return Optional.ofNullable(inputs.get(input))
                .filter(ComfyNode::isLink)
                .map(value -> new Link(value.get(0).asText(), value.get(1).asInt()));
    }

    /** The first of these inputs that is a link. */
    Optional<Link> firstLink(Iterable<String> names) {
        for (String name : names) {
            Optional<Link> link = link(name);
            if (link.isPresent()) {
                return link;
            }
        }
        return Optional.empty();
    }

    /** Such as {@code KSampler (node 3)}. */
    String title() {
        return "%s (node %s)".formatted(type, id);
    }

    private static boolean isLink(JsonNode value) {
        return value.isArray()
                && value.size() == 2
                && (value.get(0).isTextual() || value.get(0).isIntegralNumber())
                && value.get(1).isIntegralNumber();
    }
}
