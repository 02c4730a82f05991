package dev.bildwerk.safety.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which sets of words a word belongs to: each set is a symbol, so that a phrase of sets is one path and not as many as there are words.
 * Words are known as they are listed, folded as prompts are, and with {@code ae} for {@code ä} and the like; one that is listed with
 * {@code =} before it, only as it is listed, in texts as they are typed.
 */
final class Lexicon {
    /** A word's membership of a set; {@code word} is how the set lists it. */
    record Symbol(int number, String word) {}

    private final Map<List<String>, Integer> numbers = new HashMap<>();
    private final Map<String, List<Symbol>> words = new HashMap<>();
    private final Map<String, List<Symbol>> wordsAsTyped = new HashMap<>();
    private final Map<String, List<Symbol>> beginnings = new HashMap<>();
    private final Set<Integer> firstLetters = new HashSet<>();
    private final Map<String, Set<String>> spellings = new HashMap<>(); // Hundreds of sets are made of some thousand words.
    private int longestBeginning;
    private volatile Squeezed squeezed;

    /** The symbol of a set of words; the same for the same set. */
    int symbolOf(List<String> set) {
        return numbers.computeIfAbsent(set, key -> {
            int number = numbers.size();
            key.forEach(word -> add(word, new Symbol(number, word)));
            return number;
        });
    }

    private void add(String listed, Symbol symbol) {
        if (listed.startsWith("=")) {
            wordsAsTyped.computeIfAbsent(listed.substring(1), key -> new ArrayList<>(1)).add(symbol);
            return;
        }
        boolean isBeginning = listed.endsWith("*");
        String word = isBeginning ? listed.substring(0, listed.length() - 1) : listed;
        for (String spelling : spellingsOf(word)) {
            (isBeginning ? beginnings : words).computeIfAbsent(spelling, key -> new ArrayList<>(1)).add(symbol);
            if (isBeginning) {
                longestBeginning = Math.max(longestBeginning, spelling.length());
                firstLetters.add(firstLetters(spelling));
            }
        }
        squeezed = null;
    }

    /** Words and beginnings with every repeated letter once; made when the first drawn-out word is looked up. */
    private record Squeezed(Map<String, List<Symbol>> words, Map<String, List<Symbol>> beginnings) {
        static Map<String, List<Symbol>> of(Map<String, List<Symbol>> known) {
            Map<String, List<Symbol>> squeezed = new HashMap<>();
            known.forEach((word, symbols) ->
                    squeezed.computeIfAbsent(Word.singleLetters(word), key -> new ArrayList<>(1)).addAll(symbols));
            return squeezed;
        }
    }

    private Squeezed squeezed() {
        Squeezed known = squeezed;
        if (known == null) {
            known = new Squeezed(Squeezed.of(words), Squeezed.of(beginnings));
            squeezed = known;
        }
        return known;
    }

    /** How a listed word may stand in a prompt's readings. */
    Set<String> spellingsOf(String word) {
        return spellings.computeIfAbsent(word, key -> {
            String typed = TextFolding.lowerCase(key);
            if (TextFolding.isPlain(typed)) {
                return Set.of(typed);
            }
            Set<String> all = new LinkedHashSet<>();
            all.add(typed);
            all.add(TextFolding.fold(typed));
            if (RussianWords.hasRussianLetter(typed)) {
                all.add(TextFolding.foldAll(typed));
            }
            if (typed.indexOf('ä') >= 0 || typed.indexOf('ö') >= 0 || typed.indexOf('ü') >= 0) {
                all.add(TextFolding.fold(typed.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")));
            }
            return all;
        });
    }

    /**
     * The sets that a word of a prompt belongs to.
     *
     * @param asTyped whether the word stands in the prompt as it is
     */
    Set<Symbol> symbolsOf(Word word, boolean asTyped) {
        Set<Symbol> symbols = asTyped ? with(null, wordsAsTyped.get(word.text())) : null;
        symbols = withAll(symbols, word.text(), words, beginnings, true);
        if (word.drawnOut() != null) {
            Squeezed known = squeezed();
            symbols = withAll(symbols, word.drawnOut(), known.words(), known.beginnings(), false);
        }
        if (word.single() != null) {
            symbols = with(symbols, words.get(word.single()));
            symbols = with(symbols, beginnings.get(word.single()));
        }
        return symbols == null ? Set.of() : symbols;
    }

    private Set<Symbol> withAll(
            Set<Symbol> symbols,
            String spelling,
            Map<String, List<Symbol>> wholeWords,
            Map<String, List<Symbol>> begun,
            boolean byFirstLetters) {
        Set<Symbol> all = with(symbols, wholeWords.get(spelling));
        if (byFirstLetters && !firstLetters.contains(firstLetters(spelling))) {
            return all; // nearly every word of a prompt: none of its beginnings need be looked up
        }
        for (int length = Math.min(longestBeginning, spelling.length()); length > 1; length--) {
            all = with(all, begun.get(spelling.substring(0, length)));
        }
        return all;
    }

    private static Set<Symbol> with(Set<Symbol> symbols, List<Symbol> more) {
        if (more == null) {
            return symbols;
        }
        Set<Symbol> all = symbols == null ? new LinkedHashSet<>() : symbols;
        all.addAll(more);
        return all;
    }

    /** The first three letters, or as many as there are. */
    private static int firstLetters(String word) {
        int letters = 0;
        for (int i = 0; i < Math.min(3, word.length()); i++) {
            letters = 31 * letters + word.charAt(i);
        }
        return letters;
    }
}
