package dev.bildwerk.diffusion.prompt;

import java.util.Arrays;

/** Tokens and their weights in the chunk that is being filled. */
final class TokenRow {
    private final int[] ids;
    private final float[] weights;
    private int size;

    TokenRow(int capacity) {
        ids = new int[capacity];
        weights = new float[capacity];
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

    /** Takes away what lies from a place on. */
    TokenRow cut(int from) {
        TokenRow rest = new TokenRow(ids.length);
        for (int i = from; i < size; i++) {
            rest.add(ids[i], weights[i]);
        }
        size = from;
        return rest;
    }

    int[] ids() {
        return Arrays.copyOf(ids, size);
    }

    float[] weights() {
        return Arrays.copyOf(weights, size);
    }
}
