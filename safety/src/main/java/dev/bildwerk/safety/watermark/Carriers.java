package dev.bildwerk.safety.watermark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The waves that a key's marks are made of: all that repeat after {@value #PERIOD} pixels across and down and are neither so
 * long that the picture hides them, nor so short that half the size loses them. Each has a phase of its own, by which the mark
 * is found, and from there is turned one way or the other by one bit of the code's word. Immutable; thread-safe.
 */
final class Carriers {
    /** In pixels; prime, so that the blocks of 8 of a JPEG lie otherwise in each repetition. */
    static final int PERIOD = 113;

    /** How far a bit turns a wave; the cosine is what remains for finding it, the sine what says the bit. */
    static final double TURN = Math.toRadians(58);

    /** How many groups of waves of like length there are. */
    static final int RINGS = 8;

    private static final double LONGEST = 7; // In repetitions a period.
    private static final double SHORTEST = 25;

    /** The greatest number of repetitions along one axis. */
    static final int REACH = (int) SHORTEST;

    private final int[] across;
    private final int[] down;
    private final double[] phase;
    private final int[] sign;
    private final int[] bit;
    private final int[] ring;

    private record Wave(int across, int down) {
        double repetitions() {
            return Math.sqrt(across * across + down * down);
        }
    }

    Carriers(byte[] key) {
        List<Wave> waves = waves();
        across = waves.stream().mapToInt(Wave::across).toArray();
        down = waves.stream().mapToInt(Wave::down).toArray();
        phase = new double[count()];
        sign = new int[count()];
        bit = new int[count()];
        ring = waves.stream().mapToInt(Carriers::ring).toArray();
        KeyStream phases = new KeyStream(key, "phase", 0);
        KeyStream signs = new KeyStream(key, "sign", 0);
        KeyStream bits = new KeyStream(key, "bit", 0);
        int[] order = new int[BchCode.LENGTH];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int k = 0; k < count(); k++) {
            if (k % order.length == 0) { // So each bit has waves of all lengths.
                bits.shuffle(order);
            }
            bit[k] = order[k % order.length];
            phase[k] = 2 * Math.PI * phases.unit();
            sign[k] = signs.nextInt() < 0 ? -1 : 1;
        }
    }

    /** Half of the plane of frequencies, because pixels are real; the longest first. */
    private static List<Wave> waves() {
        List<Wave> waves = new ArrayList<>();
        for (int down = 0; down <= REACH; down++) {
            for (int across = -REACH; across <= REACH; across++) {
                Wave wave = new Wave(across, down);
                if ((down > 0 || across > 0) && wave.repetitions() >= LONGEST && wave.repetitions() <= SHORTEST) {
                    waves.add(wave);
                }
            }
        }
        waves.sort(Comparator.comparingDouble(Wave::repetitions).thenComparingInt(Wave::down).thenComparingInt(Wave::across));
        return List.copyOf(waves);
    }

    int count() {
        return across.length;
    }

    /** Repetitions in a period, -{@link #REACH} to {@link #REACH}. */
    int across(int wave) {
        return across[wave];
    }

    /** Repetitions in a period, 0 to {@link #REACH}. */
    int down(int wave) {
        return down[wave];
    }

    /** In radians. */
    double phase(int wave) {
        return phase[wave];
    }

    /** Which way a set bit turns it, 1 or -1. */
    int sign(int wave) {
        return sign[wave];
    }

    /** Which bit of the word it says. */
    int bit(int wave) {
        return bit[wave];
    }

    int ring(int wave) {
        return ring[wave];
    }

    private static int ring(Wave wave) {
        double part = (wave.repetitions() - LONGEST) / (SHORTEST - LONGEST);
        return Math.min(RINGS - 1, (int) (part * RINGS));
    }

    double repetitions(int wave) {
        return new Wave(across[wave], down[wave]).repetitions();
    }
}
