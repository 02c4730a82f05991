package dev.bildwerk.safety.hash;

import java.util.List;

/**
 * The other way to search, to measure it beside the scan: multi-index hashing (Norouzi, Punjani and Fleet 2012). Of 16 parts of 16 bits, one
 * differs in at most one bit where all differ in at most 31; so 16 x 17 of 16 x 65,536 lists hold every match.
 */
final class MultiIndex {
    private static final int PARTS = 16;
    private static final int VALUES = 1 << 16;

    private final long[] words;

    /** For each part where the list of each value begins, and the lists. */
    private final int[][] begins = new int[PARTS][VALUES + 1];

    private final int[][] members;

    MultiIndex(List<PdqHash> hashes) {
        int size = hashes.size();
        words = new long[4 * size];
        members = new int[PARTS][size];
        for (int index = 0; index < size; index++) {
            PdqHash hash = hashes.get(index);
            long[] four = {hash.a(), hash.b(), hash.c(), hash.d()};
            System.arraycopy(four, 0, words, 4 * index, 4);
        }
        for (int part = 0; part < PARTS; part++) {
            int[] begin = begins[part];
            for (int index = 0; index < size; index++) {
                begin[value(words, 4 * index, part) + 1]++;
            }
            for (int value = 0; value < VALUES; value++) {
                begin[value + 1] += begin[value];
            }
            int[] next = begin.clone();
            for (int index = 0; index < size; index++) {
                members[part][next[value(words, 4 * index, part)]++] = index;
            }
        }
    }

    private static int value(long[] words, int from, int part) {
        return (int) (words[from + part / 4] >>> 16 * (part % 4)) & VALUES - 1;
    }

    /** The distance of the nearest, or a larger number than 31. */
    int nearest(PdqHash hash) {
        long[] query = {hash.a(), hash.b(), hash.c(), hash.d()};
        int nearest = PdqHash.MATCH + 1;
        for (int part = 0; part < PARTS; part++) {
            int value = value(query, 0, part);
            nearest = nearest(query, part, value, nearest);
            for (int bit = 0; bit < 16; bit++) {
                nearest = nearest(query, part, value ^ 1 << bit, nearest);
            }
        }
        return nearest;
    }

    private int nearest(long[] query, int part, int value, int before) {
        int nearest = before;
        for (int at = begins[part][value]; at < begins[part][value + 1]; at++) {
            int from = 4 * members[part][at];
            int distance = 0;
            for (int word = 0; word < 4; word++) {
                distance += Long.bitCount(words[from + word] ^ query[word]);
            }
            nearest = Math.min(nearest, distance);
        }
        return nearest;
    }
}
