package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.generate.RequestOptions.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** What AUTOMATIC1111's axes "Prompt S/R" and "Prompt order" do to the words. */
final class TextChanges {
    /** Six parts have 720 orders. */
    static final int MOST_PARTS = 6;

    private TextChanges() {}

    /** @throws AxisException when applied to texts that do not hold it */
    static UnaryOperator<Texts> replace(String search, String replacement) {
        return texts -> {
            if (!texts.prompt().contains(search) && !texts.negativePrompt().contains(search)) {
                throw new AxisException(
                        "\"%s\" is neither in the prompt nor in the negative prompt".formatted(search));
            }
            return new Texts(
                    texts.prompt().replace(search, replacement), texts.negativePrompt().replace(search, replacement));
        };
    }

    /**
     * Puts parts of the prompt into this order, each where one of them stood.
     *
     * @throws AxisException when applied to a prompt that does not hold them
     */
    static UnaryOperator<Texts> reorder(List<String> order) {
        return texts -> {
            String rest = texts.prompt();
            for (String part : order) {
                if (!rest.contains(part)) {
                    throw new AxisException("\"%s\" is not in the prompt".formatted(part));
                }
            }
            List<String> places = order.stream().sorted(Comparator.comparingInt(rest::indexOf)).toList();
            StringBuilder prompt = new StringBuilder();
            for (int i = 0; i < places.size(); i++) {
                int at = rest.indexOf(places.get(i));
                if (at < 0) {
                    throw new AxisException("\"%s\" stands in another part of the prompt".formatted(places.get(i)));
                }
                prompt.append(rest, 0, at).append(order.get(i));
                rest = rest.substring(at + places.get(i).length());
            }
            return new Texts(prompt + rest, texts.negativePrompt());
        };
    }

    /** All orders, sorted by the places of the parts as they were given. */
    static List<List<String>> permutations(List<String> parts) {
        if (parts.size() <= 1) {
            return List.of(parts);
        }
        List<List<String>> all = new ArrayList<>();
        for (int first = 0; first < parts.size(); first++) {
            List<String> others = new ArrayList<>(parts);
            String part = others.remove(first);
            for (List<String> tail : permutations(others)) {
                List<String> order = new ArrayList<>(List.of(part));
                order.addAll(tail);
                all.add(List.copyOf(order));
            }
        }
        return all;
    }
}
