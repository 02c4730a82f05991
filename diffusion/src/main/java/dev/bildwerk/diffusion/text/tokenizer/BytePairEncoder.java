package dev.bildwerk.diffusion.text.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Byte-pair encoding (Sennrich et al. 2016) of one word: starts from its bytes and joins, again and again, the
 * neighbours whose merge was learned first. A heap of candidate merges over a linked list of symbols keeps a word of n
 * bytes at n log n.
 */
final class BytePairEncoder {
    private static final int UNKNOWN = -1;
    private static final int CACHED_WORDS = 1 << 16;
    private static final int LONGEST_CACHED_WORD = 48;

    private final int[] idOfByte;
    private final int[] idOfLastByte;
    private final MergeTable merges;
    private final int unknownId;
    private final Map<String, int[]> cache = new ConcurrentHashMap<>();

    /**
     * @param vocabulary from token to id
     * @param merges which ids are joined
     * @param unknownId what a byte outside the vocabulary becomes
     */
    BytePairEncoder(Map<String, Integer> vocabulary, MergeTable merges, int unknownId) {
        this.idOfByte = new int[256];
        this.idOfLastByte = new int[256];
        for (int b = 0; b < 256; b++) {
            String character = String.valueOf(ByteAlphabet.characterOf(b));
            idOfByte[b] = vocabulary.getOrDefault(character, UNKNOWN);
            idOfLastByte[b] = vocabulary.getOrDefault(character + ByteAlphabet.END_OF_WORD, UNKNOWN);
        }
        this.merges = merges;
        this.unknownId = unknownId;
    }

    /** The ids of a word that is not empty. The array is shared: do not change it. */
    int[] encode(String word) {
        if (word.length() > LONGEST_CACHED_WORD) {
            return merge(word);
        }
        int[] known = cache.get(word);
        if (known != null) {
            return known;
        }
        int[] ids = merge(word);
        if (cache.size() < CACHED_WORDS) {
            cache.put(word, ids);
        }
        return ids;
    }

    private int[] merge(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        int count = bytes.length;
        int[] symbols = new int[count];
        int[] next = new int[count];
        int[] previous = new int[count];
        for (int i = 0; i < count; i++) {
            symbols[i] = (i == count - 1 ? idOfLastByte : idOfByte)[bytes[i] & 0xff];
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        // An entry is rank, then position: the earliest merge first, and among equals the leftmost.
        PriorityQueue<Long> candidates = new PriorityQueue<>(Math.max(16, count));
        for (int i = 0; i < count; i++) {
            offer(candidates, i, symbols, next);
        }
        while (!candidates.isEmpty()) {
            long entry = candidates.poll();
            int left = (int) entry;
            int right = next[left];
            if (right >= count || right < 0) {
                continue;
            }
            int rank = (int) (entry >>> 32);
            if (merges.find(symbols[left], symbols[right]) != rank) {
                continue; // one of the two has been joined to something else since
            }
            symbols[left] = merges.joined(rank);
            next[left] = next[right];
            next[right] = Integer.MIN_VALUE; // gone: its old entries are skipped
            if (next[left] < count) {
                previous[next[left]] = left;
            }
            offer(candidates, left, symbols, next);
            if (previous[left] >= 0) {
                offer(candidates, previous[left], symbols, next);
            }
        }
        return collect(symbols, next);
    }

    private void offer(PriorityQueue<Long> candidates, int left, int[] symbols, int[] next) {
        int right = next[left];
        if (right < symbols.length && symbols[left] != UNKNOWN && symbols[right] != UNKNOWN) {
            int rank = merges.find(symbols[left], symbols[right]);
            if (rank != MergeTable.NONE) {
                candidates.add((long) rank << 32 | left);
            }
        }
    }

    private int[] collect(int[] symbols, int[] next) {
        int[] ids = new int[symbols.length];
        int count = 0;
        for (int i = 0; i < symbols.length; i = next[i]) {
            ids[count++] = symbols[i] == UNKNOWN ? unknownId : symbols[i];
        }
        return Arrays.copyOf(ids, count);
    }
}
