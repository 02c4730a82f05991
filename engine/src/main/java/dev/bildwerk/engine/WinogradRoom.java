package dev.bildwerk.engine;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Where the threads of {@link Winograd} have the tiles that they work at; it may be used again and again.
 *
 * @param tilesAtOnce of one thread
 * @param tiles {@code [threads, 36 * tilesAtOnce * in]}
 * @param products {@code [threads, 36 * tilesAtOnce * out]}
 */
record WinogradRoom(int tilesAtOnce, Tensor tiles, Tensor products) {
    /**
     * Of one thread, and of all: on two cores of Zen 3, 24 MB each were faster than 16 by a tenth where channels are many, and
     * more than 24 were not faster.
     */
    private static final long BYTES_OF_THREAD = 24L << 20;

    private static final long BYTES = 96L << 20;
    /** Of one thread where features come in pieces, so as to take little memory. */
    private static final long BYTES_OF_PIECES = 8L << 20;
    /** More make a product no faster, and do not fit the cache. */
    private static final long MOST_TILES = 512;

    /** In the open scope, for features such as these or smaller ones; the arguments are those of {@link Winograd}. */
    static WinogradRoom of(Tensor x, Tensor weights, int padding) {
        WinogradShape shape = WinogradShape.of(x, weights, padding);
        return of(shape, Threads.inUse(), tilesAtOnce(shape.in(), shape.out(), shape.tiles(), BYTES_OF_THREAD));
    }

    /** The same, of less memory. */
    static WinogradRoom ofPieces(Tensor first, Tensor weights) {
        WinogradShape shape = WinogradShape.of(first, weights, 0);
        return of(shape, Threads.inUse(), tilesAtOnce(shape.in(), shape.out(), shape.tiles(), BYTES_OF_PIECES));
    }

    /** Of all threads. */
    static long bytes(long in, long out, long tiles) {
        return Threads.inUse() * tilesAtOnce(in, out, tiles, BYTES_OF_THREAD) * bytesOfTile(in, out);
    }

    private static long tilesAtOnce(long in, long out, long tiles, long bytesOfThread) {
        int threads = Threads.inUse();
        long fit = Math.min(bytesOfThread, BYTES / threads) / bytesOfTile(in, out);
        long needed = (tiles + threads - 1) / threads;
        return Math.min(needed, Math.clamp(fit, Winograd.FEWEST_TILES, MOST_TILES));
    }

    private static long bytesOfTile(long in, long out) {
        return Winograd.POSITIONS * Float.BYTES * (in + out);
    }

    static WinogradRoom of(WinogradShape shape, int threads, long tilesAtOnce) {
        return new WinogradRoom(
                Math.toIntExact(tilesAtOnce),
                Tensor.empty(DType.F32, threads, Winograd.POSITIONS * tilesAtOnce * shape.in()),
                Tensor.empty(DType.F32, threads, Winograd.POSITIONS * tilesAtOnce * shape.out()));
    }

    int threads() {
        return Math.toIntExact(tiles.size(0));
    }

    Place place(int thread) {
        return new Place(of(tiles, thread), of(products, thread));
    }

    private static MemorySegment of(Tensor rooms, int thread) {
        long bytes = rooms.size(1) * Float.BYTES;
        return rooms.segment().asSlice(thread * bytes, bytes);
    }

    /**
     * One thread's.
     *
     * @param tiles {@code [36, count, in]}
     * @param products {@code [36, count, out]}
     */
    record Place(MemorySegment tiles, MemorySegment products) {

        /** @param weights {@code [36, out, in]} */
        void multiply(int count, Tensor weights, Optional<OpenBlas> blas) {
            int out = Math.toIntExact(weights.size(1));
            int in = Math.toIntExact(weights.size(2));
            if (blas.isEmpty()) {
                multiply(count, weights, out, in);
                return;
            }
            MemorySegment factors = weights.segment();
            for (int position = 0; position < Winograd.POSITIONS; position++) {
                blas.get()
                        .productWithTransposed(
                                1,
                                matrix(tiles, position, count, in),
                                matrix(factors, position, out, in),
                                matrix(products, position, count, out));
            }
        }

        private void multiply(int count, Tensor weights, int out, int in) {
            try (Scope scope = Scope.open()) {
                matrices(products, count, out).becomeProductInPlace(matrices(tiles, count, in), weights.transpose(1, 2));
            }
        }

        private static Tensor matrices(MemorySegment room, long rows, long columns) {
            MemorySegment filled = room.asSlice(0, Winograd.POSITIONS * rows * columns * Float.BYTES);
            return Tensor.over(filled, DType.F32, Winograd.POSITIONS, rows, columns);
        }

        private static OpenBlas.Matrix matrix(MemorySegment matrices, long position, int rows, int columns) {
            return OpenBlas.Matrix.dense(
                    matrices.asSlice(position * rows * columns * Float.BYTES), rows, columns);
        }
    }
}
