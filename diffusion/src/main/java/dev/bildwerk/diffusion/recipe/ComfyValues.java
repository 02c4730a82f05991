package dev.bildwerk.diffusion.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Values of a graph's nodes, also where they come from nodes that only hold a value. */
final class ComfyValues {
    private static final List<String> NUMBER_INPUTS = List.of("value", "int", "float", "number", "seed", "noise_seed");
    private static final List<String> TEXT_INPUTS =
            List.of("text", "value", "string", "prompt", "Text", "String", "text_0", "source", "any", "input");
    private static final List<String> CONCATENATED = List.of("string_a", "string_b");
    private static final int LONGEST_TEXT = 100_000;
    private static final int MOST_LINKS = 50;
    private static final int DEEPEST_TEXT = 30;

    private final ComfyGraph graph;
    private final List<NotHonoured> notes;
    private int textVisits = 500;

    ComfyValues(ComfyGraph graph, List<NotHonoured> notes) {
        this.graph = graph;
        this.notes = notes;
    }

    /** The value of an input, followed through links; noted where it is computed by a node that is not known. */
    Optional<JsonNode> value(ComfyNode node, String input) {
        ComfyNode at = node;
        String key = input;
        for (int i = 0; i < MOST_LINKS; i++) {
            Optional<JsonNode> value = at.value(key);
            Optional<ComfyNode> next = at.link(key).flatMap(graph::at);
            if (value.isPresent() || !at.has(key)) {
                return value;
            }
            if (next.isEmpty()) {
                break;
            }
            at = next.get();
            key = carrier(at, input);
            if (key.isEmpty()) {
                notes.add(new NotHonoured(input, "", "it is computed by %s".formatted(at.title())));
                return Optional.empty();
            }
        }
        notes.add(new NotHonoured(input, "", "its link leads to no value"));
        return Optional.empty();
    }

    private static String carrier(ComfyNode node, String input) {
        return node.has(input)
                ? input
                : NUMBER_INPUTS.stream().filter(node::has).findFirst().orElse("");
    }

    /** The text of an input, followed through links and joined where two are. */
    Optional<String> text(ComfyNode node, String input) {
        StringBuilder text = new StringBuilder();
        return appendText(node, input, text, 0) ? Optional.of(text.toString()) : Optional.empty();
    }

    private boolean appendText(ComfyNode node, String input, StringBuilder text, int depth) {
        Optional<JsonNode> value = node.value(input);
        if (value.isPresent()) {
            append(text, value.get());
            return true;
        }
        Optional<ComfyNode> source = node.link(input).flatMap(graph::at);
        // A graph of joined texts can be a circle, or name each text twice at every level.
        if (source.isEmpty() || depth == DEEPEST_TEXT || --textVisits < 0) {
            return false;
        }
        ComfyNode from = source.get();
        if (CONCATENATED.stream().allMatch(from::has)) {
            boolean first = appendText(from, CONCATENATED.getFirst(), text, depth + 1);
            from.value("delimiter").ifPresent(delimiter -> append(text, delimiter));
            return appendText(from, CONCATENATED.getLast(), text, depth + 1) && first;
        }
        Optional<String> carrier = TEXT_INPUTS.stream().filter(from::has).findFirst();
        if (carrier.isEmpty()) {
            notes.add(new NotHonoured("Prompt", "", "a part of it is computed by %s".formatted(from.title())));
        }
        return carrier.isPresent() && appendText(from, carrier.get(), text, depth + 1);
    }

    private static void append(StringBuilder text, JsonNode value) {
        String more = value.asText();
        text.append(more, 0, Math.clamp(LONGEST_TEXT - text.length(), 0, more.length()));
    }
}
