package dev.bildwerk.diffusion.prompt;

import dev.bildwerk.diffusion.prompt.PromptTree.Alternating;
import dev.bildwerk.diffusion.prompt.PromptTree.Edited;
import dev.bildwerk.diffusion.prompt.PromptTree.Literal;
import dev.bildwerk.diffusion.prompt.PromptTree.Node;
import dev.bildwerk.diffusion.prompt.PromptTree.Sequence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/** After which steps the text of a prompt may change. */
final class StepChanges {
    private StepChanges() {}

    /** The last steps of each stretch, rising, from 1 to the number of steps. */
    static List<Integer> of(PromptTree tree, int steps) {
        TreeSet<Integer> changes = new TreeSet<>(List.of(steps));
        Deque<Node> rest = new ArrayDeque<>(tree.nodes());
        boolean alternates = false;
        while (!rest.isEmpty()) {
            switch (rest.pop()) {
                case Literal literal -> {}
                case Sequence sequence -> sequence.nodes().forEach(rest::push);
                case Edited edited -> {
                    changes.add(edited.lastStepBefore(steps));
                    edited.before().forEach(rest::push);
                    edited.after().forEach(rest::push);
                }
                case Alternating alternating -> {
                    alternates = true;
                    alternating.choices().forEach(choice -> choice.forEach(rest::push));
                }
            }
        }
        for (int step = 1; alternates && step < steps; step++) {
            changes.add(step);
        }
        return List.copyOf(changes.tailSet(1));
    }
}
