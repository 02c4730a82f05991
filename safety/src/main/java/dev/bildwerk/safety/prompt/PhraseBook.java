package dev.bildwerk.safety.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds phrases among words: a tree of words, so that the time goes with the number of words and not with the number of
 * phrases. A word of a phrase that ends in {@code *} stands for every word that begins so.
 */
final class PhraseBook {
    /** A phrase that was found, from word {@code start} to before word {@code end}. */
    record Match(String concept, String phrase, int start, int end) {}

    private static final class Node {
        final Map<String, Node> words = new HashMap<>();
        final Map<String, Node> beginnings = new HashMap<>();
        final Map<String, String> phraseOfConcept = new HashMap<>();
        final Set<Integer> firstLetters = new HashSet<>();
        int longestBeginning;
    }

    private final Node root = new Node();
    private final Map<String, List<String>> singleWords = new HashMap<>();

    void add(String concept, String phrase) {
        String[] words = phrase.split(" ");
        Node node = root;
        for (String word : words) {
            node = word.endsWith("*")
                    ? nodeOfBeginning(node, word.substring(0, word.length() - 1))
                    : nodeOf(node.words, word);
        }
        node.phraseOfConcept.putIfAbsent(concept, phrase);
        if (words.length == 1) {
            singleWords.computeIfAbsent(concept, key -> new ArrayList<>()).add(phrase.replace("*", ""));
        }
    }

    private static Node nodeOfBeginning(Node node, String beginning) {
        node.longestBeginning = Math.max(node.longestBeginning, beginning.length() + 1);
        node.firstLetters.add(firstLetters(beginning));
        node.firstLetters.add(firstLetters(Word.squeezed(beginning)));
        return nodeOf(node.beginnings, beginning);
    }

    /**
     * One node under both spellings; the squeezed spelling of two words may be the same, and the first one keeps it.
     */
    private static Node nodeOf(Map<String, Node> nodes, String word) {
        Node node = nodes.computeIfAbsent(word, key -> new Node());
        nodes.putIfAbsent(Word.squeezed(word), node);
        return node;
    }

    List<Match> find(List<Word> words) {
        List<Match> matches = new ArrayList<>();
        for (int start = 0; start < words.size(); start++) {
            follow(root, words, start, start, matches);
        }
        return matches;
    }

    private static void follow(Node node, List<Word> words, int start, int at, List<Match> matches) {
        node.phraseOfConcept.forEach((concept, phrase) -> matches.add(new Match(concept, phrase, start, at)));
        if (at == words.size()) {
            return;
        }
        for (Node next : nodesAfter(node, words.get(at))) {
            follow(next, words, start, at + 1, matches);
        }
    }

    private static Set<Node> nodesAfter(Node node, Word word) {
        Set<Node> next = new LinkedHashSet<>();
        for (String spelling : word.spellings()) {
            addIfThere(next, node.words.get(spelling));
            if (!node.firstLetters.contains(firstLetters(spelling))) {
                continue; // nearly every word of a prompt: none of its beginnings need be looked up
            }
            for (int length = Math.min(node.longestBeginning, spelling.length()); length > 1; length--) {
                addIfThere(next, node.beginnings.get(spelling.substring(0, length)));
            }
        }
        if (word.single() != null) {
            addIfThere(next, node.words.get(word.single()));
            addIfThere(next, node.beginnings.get(word.single()));
        }
        return next;
    }

    private static void addIfThere(Set<Node> nodes, Node node) {
        if (node != null) {
            nodes.add(node);
        }
    }

    /** The first three letters, or as many as there are. */
    private static int firstLetters(String word) {
        int letters = 0;
        for (int i = 0; i < Math.min(3, word.length()); i++) {
            letters = 31 * letters + word.charAt(i);
        }
        return letters;
    }

    /** The concepts that name this word by itself, read whole: no beginnings. */
    Set<String> conceptsOf(String loneWord) {
        Set<String> concepts = new LinkedHashSet<>();
        Word word = Word.of(loneWord);
        List<String> spellings = new ArrayList<>(word.spellings());
        spellings.add(word.single() == null ? loneWord : word.single());
        for (String spelling : spellings) {
            for (Node node : new Node[] {root.words.get(spelling), root.beginnings.get(spelling)}) {
                if (node != null) {
                    concepts.addAll(node.phraseOfConcept.keySet());
                }
            }
        }
        return concepts;
    }

    /** Single words of a concept, without the mark of a beginning. */
    List<String> singleWordsOf(String concept) {
        return singleWords.getOrDefault(concept, List.of());
    }
}
