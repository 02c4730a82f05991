package dev.bildwerk.engine;

import static dev.bildwerk.engine.MinimalFilter.KERNEL;
import static dev.bildwerk.engine.MinimalFilter.RESULT;
import static dev.bildwerk.engine.MinimalFilter.TILE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Tiles of 6x6 pixels on their way into the form that is multiplied, and 4x4 pixels of the result on their way out of it. Tiles
 * lie from left to right, then down, then picture after picture; each begins four pixels behind the one before it. One
 * thread's: it has rooms of its own.
 *
 * @see MinimalFilter
 */
final class WinogradTiles {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private final WinogradShape shape;
    private final float[] bias;
    private final int tileRows;
    private final int tileColumns;

    /** Six places along an axis, as they were read. */
    private final float[][] seen;
    /** The same, of numbers that lie elsewhere. */
    private final float[][] line = new float[TILE][];
    private final float[][] transformed;
    /** {@code [column][row]} of tiles, the columns in turn: two of six serve the next tile too. */
    private final float[][][] columns;
    /** {@code [row][column]}. */
    private final float[][][] rows;

    /** @param bias one number for each channel that goes out, or null */
    WinogradTiles(WinogradShape shape, float[] bias) {
        this.shape = shape;
        this.bias = bias;
        tileRows = tiles(shape.resultHeight());
        tileColumns = tiles(shape.resultWidth());
        int most = Math.max(shape.in(), shape.out());
        seen = new float[TILE][most];
        transformed = new float[TILE][most];
        columns = new float[TILE][TILE][shape.in()];
        rows = new float[TILE][RESULT][shape.out()];
    }

    /** How many tiles cover so many pixels of the result. */
    static int tiles(long pixels) {
        return Math.toIntExact((pixels + RESULT - 1) / RESULT);
    }

    /**
     * @param pixels {@code [batch, height, width, in]}
     * @param first of the tiles
     * @param target {@code [36, count, in]}
     */
    void transform(MemorySegment pixels, long first, int count, MemorySegment target) {
        int in = shape.in();
        boolean follows = false;
        for (int i = 0; i < count; i++) {
            long tile = first + i;
            int column = (int) (tile % tileColumns);
            int row = (int) (tile / tileColumns % tileRows);
            long picture = tile / tileColumns / tileRows;
            for (int x = follows ? TILE - RESULT : 0; x < TILE; x++) {
                transformColumn(pixels, picture, RESULT * row - shape.padding(), RESULT * column + x);
            }
            for (int y = 0; y < TILE; y++) {
                for (int x = 0; x < TILE; x++) {
                    line[x] = columns[(RESULT * column + x) % TILE][y];
                }
                MinimalFilter.input(line, transformed, in);
                for (int x = 0; x < TILE; x++) {
                    long to = bytes(((long) y * TILE + x) * count + i, in);
                    MemorySegment.copy(transformed[x], 0, target, FLOAT, to, in);
                }
            }
            follows = column + 1 < tileColumns;
        }
    }

    /** @param column of the padded picture */
    private void transformColumn(MemorySegment pixels, long picture, int top, int column) {
        int in = shape.in();
        float[][] target = columns[column % TILE];
        int x = column - shape.padding();
        if (x < 0 || x >= shape.width()) {
            for (float[] numbers : target) {
                Arrays.fill(numbers, 0);
            }
            return;
        }
        for (int i = 0; i < TILE; i++) {
            int y = top + i;
            if (y < 0 || y >= shape.height()) {
                Arrays.fill(seen[i], 0, in, 0);
            } else {
                long pixel = (picture * shape.height() + y) * shape.width() + x;
                MemorySegment.copy(pixels, FLOAT, bytes(pixel, in), seen[i], 0, in);
            }
        }
        MinimalFilter.input(seen, target, in);
    }

    /**
     * @param products {@code [36, count, out]}
     * @param first of the tiles
     * @param target {@code [batch, height', width', out]}
     */
    void finish(MemorySegment products, long first, int count, MemorySegment target) {
        int out = shape.out();
        for (int i = 0; i < count; i++) {
            long tile = first + i;
            int left = RESULT * (int) (tile % tileColumns);
            int top = RESULT * (int) (tile / tileColumns % tileRows);
            long picture = tile / tileColumns / tileRows;
            for (int y = 0; y < TILE; y++) {
                for (int x = 0; x < TILE; x++) {
                    long from = bytes(((long) y * TILE + x) * count + i, out);
                    MemorySegment.copy(products, FLOAT, from, seen[x], 0, out);
                }
                MinimalFilter.result(seen, rows[y], out);
            }
            int right = Math.min(RESULT, shape.resultWidth() - left);
            int bottom = Math.min(RESULT, shape.resultHeight() - top);
            for (int x = 0; x < right; x++) {
                for (int y = 0; y < TILE; y++) {
                    line[y] = rows[y][x];
                }
                MinimalFilter.result(line, transformed, out);
                for (int y = 0; y < bottom; y++) {
                    if (bias != null) {
                        MinimalFilter.add(bias, transformed[y], out);
                    }
                    long pixel = (picture * shape.resultHeight() + top + y) * shape.resultWidth() + left + x;
                    MemorySegment.copy(transformed[y], 0, target, FLOAT, bytes(pixel, out), out);
                }
            }
        }
    }

    private static long bytes(long row, int channels) {
        return row * channels * Float.BYTES;
    }
}
