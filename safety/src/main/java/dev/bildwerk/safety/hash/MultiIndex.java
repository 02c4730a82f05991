package dev.bildwerk.safety.hash;

/**
 * Finds near hashes among very many (multi-index hashing; Norouzi, Punjani and Fleet 2012). Where all of 16 parts of 16 bits together
 * differ in at most 31, one of them differs in at most one. So of the lists of hashes by the value of each part, 16 x 17 hold every
 * match: of a million random hashes these are 4,000. Where many hashes share a part it is slower, at worst as slow as a scan of each part.
 */
final class MultiIndex {
    private static final int PARTS = PdqHash.BITS / Short.SIZE;
    private static final int VALUES = 1 << Short.SIZE;

    private final HashTable hashes;

    /** For each part the indices of all hashes, those with the same value side by side. */
    private final int[][] members = new int[PARTS][];

    /** For each part where in {@link #members} a value begins. */
    private final int[][] begins = new int[PARTS][];

    MultiIndex(HashTable hashes) {
        this.hashes = hashes;
        for (int part = 0; part < PARTS; part++) {
            int[] begin = new int[VALUES + 1];
            for (int index = 0; index < hashes.size(); index++) {
                begin[value(hashes.word(index, part / 4), part) + 1]++;
            }
            for (int value = 0; value < VALUES; value++) {
                begin[value + 1] += begin[value];
            }
            int[] next = begin.clone();
            members[part] = new int[hashes.size()];
            for (int index = 0; index < hashes.size(); index++) {
                members[part][next[value(hashes.word(index, part / 4), part)]++] = index;
            }
            begins[part] = begin;
        }
    }

    private static int value(long word, int part) {
        return (int) (word >>> Short.SIZE * (part % 4)) & VALUES - 1;
    }

    /** Tells of every hash within {@link PdqHash#MATCH}, in no order, of some more than once. */
    void near(PdqHash hash, HashTable.Found found) {
        long[] words = {hash.a(), hash.b(), hash.c(), hash.d()};
        for (int part = 0; part < PARTS; part++) {
            int value = value(words[part / 4], part);
            near(hash, part, value, found);
            for (int bit = 1; bit < VALUES; bit <<= 1) {
                near(hash, part, value ^ bit, found);
            }
        }
    }

    private void near(PdqHash hash, int part, int value, HashTable.Found found) {
        int end = begins[part][value + 1];
        for (int at = begins[part][value]; at < end; at++) {
            int index = members[part][at];
            int distance = hashes.distance(index, hash);
            if (distance <= PdqHash.MATCH) {
                found.at(index, distance);
            }
        }
    }
}
