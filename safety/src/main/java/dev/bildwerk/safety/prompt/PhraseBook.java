package dev.bildwerk.safety.prompt;

import dev.bildwerk.safety.prompt.Lexicon.Symbol;
import dev.bildwerk.safety.prompt.Phrase.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds phrases among words: a tree of sets of words, so that the time goes with the number of words and not with the number of
 * phrases.
 */
final class PhraseBook {
    /** So many words may stand where a phrase allows fillers. */
    static final int MOST_FILLERS = 7;

    /**
     * A phrase that was found, from word {@code start} to before word {@code end}.
     *
     * @param language of the texts in which it counts; {@code null} for all
     * @param phrase the words as the policy lists them
     */
    record Match(String concept, String language, String phrase, int start, int end) {}

    private record End(String concept, String language) {}

    private static final class Node {
        final Map<Integer, Node> next = new HashMap<>(2);
        final Map<Integer, Node> afterFillers = new HashMap<>(2);
        Node afterAnyWord;
        final Set<End> ends = new LinkedHashSet<>(2);
    }

    private final Lexicon lexicon = new Lexicon();
    private final Node root = new Node();
    private final Map<String, Set<String>> singleWords = new HashMap<>();

    void add(Phrase phrase) {
        Node node = root;
        for (Step step : phrase.steps()) {
            node = switch (step) {
                case Step.AnyOf any -> node.next.computeIfAbsent(lexicon.symbolOf(any.words()), key -> new Node());
                case Step.Fillers fillers ->
                    node.afterFillers.computeIfAbsent(lexicon.symbolOf(fillers.words()), key -> new Node());
                case Step.AnyWord any -> node.afterAnyWord = node.afterAnyWord == null ? new Node() : node.afterAnyWord;
            };
        }
        node.ends.add(new End(phrase.concept(), phrase.language()));
        if (phrase.language() == null && phrase.steps().size() == 1 && phrase.steps().get(0) instanceof Step.AnyOf any) {
            Set<String> words = singleWords.computeIfAbsent(phrase.concept(), key -> new LinkedHashSet<>());
            any.words().stream()
                    .filter(word -> !word.startsWith("="))
                    .forEach(word -> words.addAll(lexicon.spellingsOf(word.replace("*", ""))));
        }
    }

    /** @param asTyped whether the words are the prompt's as they are, and not a way to read them */
    List<Match> find(List<Word> words, boolean asTyped) {
        List<Set<Symbol>> symbols = words.stream().map(word -> lexicon.symbolsOf(word, asTyped)).toList();
        Search search = new Search(symbols, new ArrayList<>());
        for (int start = 0; start < words.size(); start++) {
            if (!symbols.get(start).isEmpty()) {
                search.follow(root, start, start, "");
            }
        }
        return search.matches;
    }

    private record Search(List<Set<Symbol>> symbols, List<Match> matches) {
        void follow(Node node, int start, int at, String phrase) {
            for (End end : node.ends) {
                matches.add(new Match(end.concept, end.language, phrase, start, at));
            }
            node.afterFillers.forEach((filler, next) -> {
                for (int after = at; after <= symbols.size(); after++) {
                    follow(next, start, after, phrase);
                    if (after - at == MOST_FILLERS || after == symbols.size() || !isIn(filler, after)) {
                        break;
                    }
                }
            });
            if (at == symbols.size()) {
                return;
            }
            if (node.afterAnyWord != null) {
                follow(node.afterAnyWord, start, at + 1, phrase);
            }
            for (Symbol symbol : symbols.get(at)) {
                Node next = node.next.get(symbol.number());
                if (next != null) {
                    follow(next, start, at + 1, phrase.isEmpty() ? symbol.word() : phrase + " " + symbol.word());
                }
            }
        }

        private boolean isIn(int set, int at) {
            return symbols.get(at).stream().anyMatch(symbol -> symbol.number() == set);
        }
    }

    /** Single words of a concept in all spellings, without the mark of a beginning. */
    Set<String> singleWordsOf(String concept) {
        return singleWords.getOrDefault(concept, Set.of());
    }
}
