package dev.bildwerk.engine;

import static dev.bildwerk.engine.MinimalFilter.KERNEL;
import static dev.bildwerk.engine.MinimalFilter.TILE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Weights of 3x3 in the form that is multiplied with the tiles of {@link WinogradTiles}. One thread's: it has rooms of its own.
 */
final class WinogradWeights {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private final int out;
    private final int in;
    /** {@code [column][row]}. */
    private final float[][][] read;
    /** {@code [column][row]}. */
    private final float[][][] columns;

    private final float[][] line = new float[KERNEL][];
    private final float[][] transformed;

    WinogradWeights(int out, int in) {
        this.out = out;
        this.in = in;
        read = new float[KERNEL][KERNEL][in];
        columns = new float[KERNEL][TILE][in];
        transformed = new float[TILE][in];
    }

    /**
     * @param kernels {@code [out, 3, 3, in]}
     * @param from the first of the channels that go out
     * @param target {@code [36, out, in]}
     */
    void transform(MemorySegment kernels, long from, long to, MemorySegment target) {
        for (long channel = from; channel < to; channel++) {
            for (int x = 0; x < KERNEL; x++) {
                for (int y = 0; y < KERNEL; y++) {
                    MemorySegment.copy(kernels, FLOAT, bytes((channel * KERNEL + y) * KERNEL + x), read[x][y], 0, in);
                }
                MinimalFilter.weight(read[x], columns[x], in);
            }
            for (int y = 0; y < TILE; y++) {
                for (int x = 0; x < KERNEL; x++) {
                    line[x] = columns[x][y];
                }
                MinimalFilter.weight(line, transformed, in);
                for (int x = 0; x < TILE; x++) {
                    long row = ((long) y * TILE + x) * out + channel;
                    MemorySegment.copy(transformed[x], 0, target, FLOAT, bytes(row), in);
                }
            }
        }
    }

    private long bytes(long row) {
        return row * in * Float.BYTES;
    }
}
