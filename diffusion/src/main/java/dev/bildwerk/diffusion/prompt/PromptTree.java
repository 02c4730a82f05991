package dev.bildwerk.diffusion.prompt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A prompt whose text depends on the step. */
record PromptTree(List<Node> nodes) {

    /** A part of the text. */
    sealed interface Node {}

    /** Text at every step. */
    record Literal(String text) implements Node {}

    /** Parts that follow each other. */
    record Sequence(List<Node> nodes) implements Node {}

    /** {@code before} up to a step, and {@code after} from then on. */
    record Edited(List<Node> before, List<Node> after, String when) implements Node {
        /** A number with a point is a fraction of the steps, any other a step; at most all of the steps. */
        int lastStepBefore(int steps) {
            double number = Weights.number(when);
            return (int) Math.min(steps, when.indexOf('.') < 0 ? number : number * steps);
        }
    }

    /** One choice after the other, from step to step. */
    record Alternating(List<List<Node>> choices) implements Node {}

    /** @param step from 1 on */
    String text(int step, int steps) {
        StringBuilder text = new StringBuilder();
        Deque<Node> rest = new ArrayDeque<>();
        push(nodes, rest);
        while (!rest.isEmpty()) {
            switch (rest.pop()) {
                case Literal literal -> text.append(literal.text());
                case Sequence sequence -> push(sequence.nodes(), rest);
                case Edited edited ->
                    push(step <= edited.lastStepBefore(steps) ? edited.before() : edited.after(), rest);
                case Alternating alternating ->
                    push(alternating.choices().get((step - 1) % alternating.choices().size()), rest);
            }
        }
        return text.toString();
    }

    private static void push(List<Node> nodes, Deque<Node> rest) {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            rest.push(nodes.get(i));
        }
    }
}
