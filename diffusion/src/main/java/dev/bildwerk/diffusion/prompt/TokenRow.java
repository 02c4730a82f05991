package dev.bildwerk.diffusion.prompt;

import java.util.Arrays;

/** Tokens and their weights in the chunk that is being filled. */
final class TokenRow {
    /** In AUTOMATIC1111 the first token of the vocabulary, an exclamation mark, holds the place of an added word. */
    private static final int PLACEHOLDER = 0;

    private final int[] ids;
    private final float[] weights;
    private final boolean[] added;
    private int size;

    /** How far ids are kept behind those that were taken away. */
    private int kept;

    TokenRow(int capacity) {
        ids = new int[capacity];
        weights = new float[capacity];
        added = new boolean[capacity];
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == ids.length;
    }

    int room() {
        return ids.length - size;
    }

    void add(int id, double weight) {
        ids[size] = id;
        weights[size] = (float) weight;
        size++;
    }

    /** A word's ids beside the vocabulary, all of which fit. */
    void addWord(int[] wordIds, double weight) {
        for (int id : wordIds) {
            added[size] = true;
            add(id, weight);
        }
    }

    /**
     * Takes away what lies from a place on, as AUTOMATIC1111 does: there the vectors of an added word stay where they
     * were, behind the end of the text, and placeholders move on in their stead.
     */
    TokenRow cut(int from) {
        TokenRow rest = new TokenRow(ids.length);
        for (int i = from; i < size; i++) {
            rest.add(added[i] ? PLACEHOLDER : ids[i], weights[i]);
        }
        kept = size;
        size = from;
        return rest;
    }

    int[] ids() {
        return Arrays.copyOf(ids, size);
    }

    float[] weights() {
        return Arrays.copyOf(weights, size);
    }

    /** Puts the words that stayed behind the end of the text into a framed row. */
    void putKept(int[] framed) {
        for (int i = size; i < kept; i++) {
            if (added[i]) {
                framed[i + 1] = ids[i];
            }
        }
    }
}
