package dev.bildwerk.safety.prompt;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Finds words anywhere in a run of letters, in time that goes with the length of the run. */
final class LetterTree {
    private static final class Node {
        final Map<Character, Node> letters = new HashMap<>();
        final Set<String> concepts = new LinkedHashSet<>();
    }

    private final Node root = new Node();

    void add(String word, String concept) {
        Node node = root;
        for (char letter : word.toCharArray()) {
            node = node.letters.computeIfAbsent(letter, key -> new Node());
        }
        node.concepts.add(concept);
    }

    /** The concepts of all words that stand in the run. */
    Set<String> conceptsIn(String run) {
        Set<String> found = new LinkedHashSet<>();
        for (int start = 0; start < run.length(); start++) {
            Node node = root;
            for (int i = start; i < run.length() && node != null; i++) {
                node = node.letters.get(run.charAt(i));
                if (node != null) {
                    found.addAll(node.concepts);
                }
            }
        }
        return found;
    }
}
