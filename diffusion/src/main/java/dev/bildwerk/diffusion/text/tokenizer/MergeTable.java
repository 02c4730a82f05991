package dev.bildwerk.diffusion.text.tokenizer;

import java.util.Arrays;

/**
 * From two neighbouring ids to the merge that joins them. An open-addressed table of primitives: looked up for every
 * byte of every new word, and the hash of a boxed pair collides so often that a long word would take minutes.
 */
final class MergeTable {
    /** What {@link #find} gives where no merge joins the two. */
    static final int NONE = -1;

    private static final long EMPTY = -1;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final long[] pairs;
    private final int[] ranks;
    private final int[] joinedOfRank;
    private final int shift;

    /**
     * @param left ids, by rank
     * @param right ids, by rank
     * @param joined the id of each joined symbol, by rank; where a pair comes twice, the later rank holds
     */
    MergeTable(int[] left, int[] right, int[] joined) {
        int bits = 64 - Long.numberOfLeadingZeros(2L * joined.length + 1);
        pairs = new long[1 << bits];
        ranks = new int[1 << bits];
        shift = 64 - bits;
        joinedOfRank = joined.clone();
        Arrays.fill(pairs, EMPTY);
        for (int rank = 0; rank < joined.length; rank++) {
            long pair = pair(left[rank], right[rank]);
            int slot = slotOf(pair);
            pairs[slot] = pair;
            ranks[slot] = rank;
        }
    }

    /** The rank of the merge that joins two ids, low if learned early, or {@link #NONE}. */
    int find(int left, int right) {
        int slot = slotOf(pair(left, right));
        return pairs[slot] == EMPTY ? NONE : ranks[slot];
    }

    /** The id of the symbol that a merge makes. */
    int joined(int rank) {
        return joinedOfRank[rank];
    }

    private int slotOf(long pair) {
        int slot = (int) (pair * GOLDEN_RATIO >>> shift);
        while (pairs[slot] != EMPTY && pairs[slot] != pair) {
            slot = slot + 1 & pairs.length - 1;
        }
        return slot;
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }
}
