package dev.bildwerk.diffusion.text.tokenizer;

import java.util.Arrays;

/** A growing list of token ids. */
final class TokenIds {
    private int[] ids = new int[32];
    private int count;

    void add(int id) {
        makeRoomFor(1);
        ids[count++] = id;
    }

    void addAll(int[] more) {
        makeRoomFor(more.length);
        System.arraycopy(more, 0, ids, count, more.length);
        count += more.length;
    }

    int[] toArray() {
        return Arrays.copyOf(ids, count);
    }

    private void makeRoomFor(int more) {
        if (count + more > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(2 * ids.length, count + more));
        }
    }
}
