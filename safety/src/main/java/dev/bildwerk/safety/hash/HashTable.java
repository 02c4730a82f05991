package dev.bildwerk.safety.hash;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Hashes in the order in which they were added, each once, in arrays that a scan reads from their beginning to their end. */
final class HashTable {
    /** Hears of a hash that is near enough. */
    @FunctionalInterface
    interface Found {
        void at(int index, int distance);
    }

    /** Two words a hash: {@code a} and {@code b}, and {@code c} and {@code d}. */
    private long[] front = new long[32];

    private long[] back = new long[32];
    private int size;

    /** Open addressing: index + 1 of a hash, 0 where free. Null where no more are added. */
    private int[] slots = new int[64];

    /** Nobody can write a list whose hashes all want the same slot. */
    private final long key = new SplittableRandom().nextLong();

    int size() {
        return size;
    }

    PdqHash get(int index) {
        return new PdqHash(front[2 * index], front[2 * index + 1], back[2 * index], back[2 * index + 1]);
    }

    /** @return false where it is there already */
    boolean add(PdqHash hash) {
        int slot = slot(hash);
        if (slots[slot] != 0) {
            return false;
        }
        if (2 * size == front.length) {
            front = Arrays.copyOf(front, 2 * front.length);
            back = Arrays.copyOf(back, 2 * back.length);
        }
        front[2 * size] = hash.a();
        front[2 * size + 1] = hash.b();
        back[2 * size] = hash.c();
        back[2 * size + 1] = hash.d();
        slots[slot] = ++size;
        if (2 * size > slots.length) {
            slots = new int[2 * slots.length];
            for (int index = 0; index < size; index++) {
                slots[slot(get(index))] = index + 1;
            }
        }
        return true;
    }

    /** Where a hash is or would be. */
    private int slot(PdqHash hash) {
        long mixed = mixed(mixed(mixed(mixed(hash.a() ^ key) ^ hash.b()) ^ hash.c()) ^ hash.d());
        int slot = (int) mixed & slots.length - 1;
        while (slots[slot] != 0 && !get(slots[slot] - 1).equals(hash)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    /** The end of MurmurHash3 (Appleby, public domain): every bit in spreads over all bits out. */
    private static long mixed(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }

    /** The same for reading alone, in no more memory than needed. */
    HashTable trimmed() {
        HashTable trimmed = new HashTable();
        trimmed.front = Arrays.copyOf(front, 2 * size);
        trimmed.back = Arrays.copyOf(back, 2 * size);
        trimmed.size = size;
        trimmed.slots = null;
        return trimmed;
    }

    /** One of the four words of a hash. */
    long word(int index, int word) {
        long[] half = word < 2 ? front : back;
        return half[2 * index + word % 2];
    }

    int distance(int index, PdqHash hash) {
        return frontDistance(index, hash) + backDistance(index, hash);
    }

    private int frontDistance(int index, PdqHash hash) {
        return Long.bitCount(front[2 * index] ^ hash.a()) + Long.bitCount(front[2 * index + 1] ^ hash.b());
    }

    private int backDistance(int index, PdqHash hash) {
        return Long.bitCount(back[2 * index] ^ hash.c()) + Long.bitCount(back[2 * index + 1] ^ hash.d());
    }

    /**
     * Tells of every hash within {@link PdqHash#MATCH}, in order. Half of each hash rules nearly every one out: halves of unrelated hashes
     * differ in 64 bits, give or take 6, so that the other half is hardly ever read.
     */
    void scan(PdqHash hash, Found found) {
        for (int index = 0; index < size; index++) {
            int distance = frontDistance(index, hash);
            if (distance <= PdqHash.MATCH) {
                distance += backDistance(index, hash);
                if (distance <= PdqHash.MATCH) {
                    found.at(index, distance);
                }
            }
        }
    }
}
