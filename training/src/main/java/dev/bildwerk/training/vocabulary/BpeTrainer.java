package dev.bildwerk.training.vocabulary;

import dev.bildwerk.diffusion.text.tokenizer.ByteAlphabet;
import dev.bildwerk.training.vocabulary.BpeVocabulary.Merge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns a byte-pair vocabulary (Sennrich et al. 2016): joins the most frequent pair of neighbours, again and again,
 * until the vocabulary has its size. The same counts give the same vocabulary: among equally frequent pairs the one
 * of older tokens comes first.
 */
public final class BpeTrainer {
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<Word> words = new ArrayList<>();
    private final Map<Long, Pair> pairs = new HashMap<>();
    private final PriorityQueue<Candidate> candidates = new PriorityQueue<>(
            Comparator.comparingLong(Candidate::count).reversed().thenComparingLong(Candidate::pair));

    private static final class Word {
        final long count;
        int[] symbols;

        Word(long count, int[] symbols) {
            this.count = count;
            this.symbols = symbols;
        }
    }

    /** How often a pair stands now, and the words that hold it or once did. */
    private static final class Pair {
        long count;
        final Set<Integer> words = new HashSet<>();
    }

    private record Candidate(long count, long pair) {}

    private BpeTrainer(WordCounts counts) {
        BpeVocabulary.alphabet().forEach(this::idOf);
        counts.asMap().forEach((word, count) -> words.add(new Word(count, spell(word))));
        for (int i = 0; i < words.size(); i++) {
            countPairs(i, +1);
        }
        pairs.forEach((pair, stand) -> candidates.add(new Candidate(stand.count, pair)));
    }

    /**
     * Learns a vocabulary of at most {@code vocabularySize} tokens; fewer if the words hold no more pairs.
     *
     * @param vocabularySize {@value BpeVocabulary#SMALLEST_SIZE} or more, such as 8192
     * @param minimumCount a pair that stands more rarely is not joined; 1 or more
     */
    public static BpeVocabulary learn(WordCounts counts, int vocabularySize, long minimumCount) {
        if (vocabularySize < BpeVocabulary.SMALLEST_SIZE) {
            throw new IllegalArgumentException("A vocabulary has %d tokens or more, and %d were asked for."
                    .formatted(BpeVocabulary.SMALLEST_SIZE, vocabularySize));
        }
        if (minimumCount < 1) {
            throw new IllegalArgumentException(
                    "A pair is joined from a count of 1 on, and %d was asked for.".formatted(minimumCount));
        }
        return new BpeTrainer(counts).learn(vocabularySize - 2, minimumCount);
    }

    private BpeVocabulary learn(int size, long minimumCount) {
        List<Merge> merges = new ArrayList<>();
        while (tokens.size() < size && !candidates.isEmpty()) {
            Candidate candidate = candidates.poll();
            long count = pairs.get(candidate.pair()).count;
            if (count < minimumCount) {
                continue;
            }
            if (count != candidate.count()) {
                candidates.add(new Candidate(count, candidate.pair()));
                continue;
            }
            int left = (int) (candidate.pair() >>> 32);
            int right = (int) candidate.pair();
            Merge merge = new Merge(tokens.get(left), tokens.get(right));
            merges.add(merge);
            join(left, right, idOf(merge.joined()));
        }
        return new BpeVocabulary(merges);
    }

    private void join(int left, int right, int joined) {
        Set<Long> touched = new HashSet<>();
        for (int index : pairs.get(pair(left, right)).words) {
            Word word = words.get(index);
            int[] symbols = joined(word.symbols, left, right, joined);
            if (symbols.length == word.symbols.length) {
                continue; // held the pair once
            }
            countPairs(index, -1);
            word.symbols = symbols;
            countPairs(index, +1);
            for (int i = 0; i + 1 < symbols.length; i++) {
                if (symbols[i] == joined || symbols[i + 1] == joined) {
                    touched.add(pair(symbols[i], symbols[i + 1]));
                }
            }
        }
        touched.forEach(pair -> candidates.add(new Candidate(pairs.get(pair).count, pair)));
    }

    private void countPairs(int index, int sign) {
        Word word = words.get(index);
        for (int i = 0; i + 1 < word.symbols.length; i++) {
            Pair stand = pairs.computeIfAbsent(pair(word.symbols[i], word.symbols[i + 1]), pair -> new Pair());
            stand.count += sign * word.count;
            if (sign > 0) {
                stand.words.add(index);
            }
        }
    }

    private static int[] joined(int[] symbols, int left, int right, int joined) {
        int[] result = new int[symbols.length];
        int count = 0;
        for (int i = 0; i < symbols.length; i++) {
            if (symbols[i] == left && i + 1 < symbols.length && symbols[i + 1] == right) {
                result[count++] = joined;
                i++;
            } else {
                result[count++] = symbols[i];
            }
        }
        return Arrays.copyOf(result, count);
    }

    private int[] spell(String word) {
        String spelling = ByteAlphabet.spell(word);
        int[] symbols = new int[spelling.length()];
        for (int i = 0; i < symbols.length; i++) {
            String end = i == symbols.length - 1 ? ByteAlphabet.END_OF_WORD : "";
            symbols[i] = ids.get(spelling.charAt(i) + end);
        }
        return symbols;
    }

    private int idOf(String token) {
        return ids.computeIfAbsent(token, added -> {
            tokens.add(added);
            return tokens.size() - 1;
        });
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }
}
