package dev.bildwerk.engine;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Attention in F32 on the CPU, some heads at once: each thread multiplies query rows of one head with all its keys, and the
 * scores with its values, where queries, keys and values lie. So many rows at a time that their scores stay in the cache.
 */
final class HeadsAtOnce {
    private final OpenBlas blas;
    private final Tensor query;
    private final Tensor key;
    private final Tensor value;
    private final int heads;
    private final int queryTokens;
    private final int keyTokens;
    /** Query rows of a piece; the last one of a head may have fewer. */
    private final int rows;
    /** Of a head. */
    private final int pieces;

    private HeadsAtOnce(OpenBlas blas, Tensor query, Tensor key, Tensor value, int heads) {
        this.blas = blas;
        this.query = query.contiguous();
        this.key = key.contiguous();
        this.value = value.contiguous();
        this.heads = heads;
        queryTokens = Math.toIntExact(query.size(1));
        keyTokens = Math.toIntExact(key.size(1));
        long most = Math.clamp(Attention.PIECE_BYTES / Float.BYTES / keyTokens, 1, queryTokens);
        pieces = Math.toIntExact((queryTokens + most - 1) / most);
        rows = (queryTokens + pieces - 1) / pieces;
    }

    /** As {@link Attention#attend}. */
    static Tensor attend(OpenBlas blas, Tensor query, Tensor key, Tensor value, int heads, Tensor mask) {
        Tensor attended = Scope.only(() -> new HeadsAtOnce(blas, query, key, value, heads).attended(mask));
        return Flops.counted(
                attended, () -> query.count() * key.size(1) + attended.count() * key.size(1));
    }

    private Tensor attended(Tensor mask) {
        int all = Math.toIntExact(query.size(0)) * heads * pieces;
        int fit = Math.toIntExact(Attention.PIECE_BYTES / Float.BYTES / ((long) rows * keyTokens));
        int atOnce = Math.min(all, Threads.inUse() * Math.max(1, fit));
        Tensor attended = Tensor.empty(DType.F32, query.size(0), queryTokens, value.size(2));
        Tensor scores = Tensor.empty(DType.F32, atOnce, rows, keyTokens);
        for (int first = 0; first < all; first += atOnce) {
            int from = first;
            int count = Math.min(atOnce, all - first);
            try (Scope scope = Scope.open()) {
                eachOf(count, i -> score(from + i, place(scores, i)));
                for (int i = 0; mask != null && i < count; i++) {
                    int piece = from + i;
                    place(scores, i, rowsIn(piece)).addInPlace(mask.narrow(0, firstRow(piece), rowsIn(piece)), 1);
                }
                scores.narrow(0, 0, count).softmaxInPlace();
                eachOf(count, i -> mix(from + i, place(scores, i), attended));
            }
        }
        return attended;
    }

    private void eachOf(int count, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        blas.onOneThreadEach(() -> SharedWork.run(Math.min(count, Threads.inUse()), worker -> {
            for (int i; (i = next.getAndIncrement()) < count; ) {
                work.accept(i);
            }
        }));
    }

    private MemorySegment place(Tensor scores, int i) {
        return scores.segment().asSlice((long) i * rows * keyTokens * Float.BYTES);
    }

    private static Tensor place(Tensor scores, int i, int rows) {
        return scores.select(0, i).narrow(0, 0, rows);
    }

    private void score(int piece, MemorySegment scores) {
        float factor = (float) (1 / Math.sqrt((double) query.size(2) / heads));
        blas.productWithTransposed(factor, rowsOf(query, piece), head(key, piece), scores(piece, scores));
    }

    private void mix(int piece, MemorySegment scores, Tensor attended) {
        blas.product(scores(piece, scores), head(value, piece), rowsOf(attended, piece));
    }

    private OpenBlas.Matrix scores(int piece, MemorySegment memory) {
        return OpenBlas.Matrix.dense(memory, rowsIn(piece), keyTokens);
    }

    private int firstRow(int piece) {
        return piece % pieces * rows;
    }

    private int rowsIn(int piece) {
        return Math.min(rows, queryTokens - firstRow(piece));
    }

    /** One head's part of a piece's rows. */
    private OpenBlas.Matrix rowsOf(Tensor x, int piece) {
        return part(x, piece, firstRow(piece), rowsIn(piece));
    }

    /** All rows of a piece's head. */
    private OpenBlas.Matrix head(Tensor x, int piece) {
        return part(x, piece, 0, keyTokens);
    }

    /** @param x {@code [batch, tokens, heads * width]} */
    private OpenBlas.Matrix part(Tensor x, int piece, long firstRow, int count) {
        int width = Math.toIntExact(x.size(2));
        int ofHead = width / heads;
        long picture = piece / pieces / heads;
        long head = piece / pieces % heads;
        long start = (picture * x.size(1) + firstRow) * width + head * ofHead;
        return new OpenBlas.Matrix(x.segment().asSlice(start * Float.BYTES), count, ofHead, width);
    }
}
