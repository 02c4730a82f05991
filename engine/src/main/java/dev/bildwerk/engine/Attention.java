package dev.bildwerk.engine;

/**
 * Softmax attention, by the way that is fastest on the device.
 *
 * <p>On CUDA that is torch's fused kernel. On the CPU F32 goes through {@link HeadsAtOnce}. The fused kernel has no fast bf16 path
 * there, so few tokens go through batched products, and many tokens through one head at a time in pieces of so many query rows
 * that their scores stay in the cache; where gradients are wanted F32 does, too.
 */
public final class Attention {
    /** Scores of a piece in 32 bits: with four times as many a layer of 4096 tokens took half as long again. */
    static final long PIECE_BYTES = 4L << 20;
    /** In 16 bits, where the products need longer pieces to be fast. */
    private static final long HALF_PIECE_BYTES = 8L << 20;
    /** Scores of one head above which pieces beat one batched product. */
    private static final long BATCHED_SCORES = 512L * 512;

    private Attention() {}

    /**
     * {@code softmax(q k^T / sqrt(width) + mask) v}
     *
     * @param query {@code [batch, queryTokens, heads * width]}
     * @param key {@code [batch, keyTokens, heads * width]}
     * @param value {@code [batch, keyTokens, heads * width]}
     * @param mask {@code [queryTokens, keyTokens]}, added to the scores, in the query's format; or null
     * @return {@code [batch, queryTokens, heads * width]}
     */
    public static Tensor attend(Tensor query, Tensor key, Tensor value, int heads, Tensor mask) {
        return OpenBlas.loaded()
                .filter(blas -> query.isPlain() && key.isPlain() && value.isPlain())
                .map(blas -> HeadsAtOnce.attend(blas, query, key, value, heads, mask))
                .orElseGet(() -> Scope.only(() -> joinedHeads(query, key, value, heads, mask)));
    }

    private static Tensor joinedHeads(Tensor query, Tensor key, Tensor value, int heads, Tensor mask) {
        long batch = query.size(0);
        long tokens = query.size(1);
        long width = query.size(2);
        Tensor q = split(query, heads);
        Tensor k = split(key, heads);
        Tensor v = split(value, heads);
        Tensor joined = q.device().isCuda()
                ? q.scaledDotProductAttention(k, v, mask, false)
                : onCpu(q, k, v, mask);
        return joined.transpose(1, 2).reshape(batch, tokens, width);
    }

    /** {@code [batch, tokens, heads * width]} to {@code [batch, heads, tokens, width]}. */
    private static Tensor split(Tensor x, int heads) {
        return x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
    }

    private static Tensor onCpu(Tensor q, Tensor k, Tensor v, Tensor mask) {
        Tensor scaled = q.mul(1 / Math.sqrt(q.size(3)));
        if (q.size(2) * k.size(2) <= BATCHED_SCORES) {
            return rows(scaled, k.transpose(2, 3), v, mask);
        }
        int batch = (int) q.size(0);
        int heads = (int) q.size(1);
        Tensor[] pictures = new Tensor[batch];
        for (int b = 0; b < batch; b++) {
            Tensor[] parts = new Tensor[heads];
            for (int h = 0; h < heads; h++) {
                parts[h] = oneHead(part(scaled, b, h), part(k, b, h), part(v, b, h), mask);
            }
            pictures[b] = Tensor.stack(0, parts);
        }
        return Tensor.stack(0, pictures);
    }

    private static Tensor part(Tensor x, int batch, int head) {
        return x.select(0, batch).select(0, head);
    }

    private static Tensor oneHead(Tensor q, Tensor k, Tensor v, Tensor mask) {
        long tokens = q.size(0);
        long pieceRows = pieceRows(k);
        Tensor keys = k.contiguous().transpose(0, 1);
        Tensor values = v.contiguous();
        if (tokens <= pieceRows) {
            return Scope.only(() -> rows(q.contiguous(), keys, values, mask));
        }
        Tensor[] parts = new Tensor[Math.toIntExact((tokens + pieceRows - 1) / pieceRows)];
        for (int i = 0; i < parts.length; i++) {
            long start = i * pieceRows;
            long length = Math.min(pieceRows, tokens - start);
            Tensor part = mask == null ? null : mask.narrow(0, start, length);
            parts[i] = Scope.only(() -> rows(q.narrow(0, start, length).contiguous(), keys, values, part));
        }
        return Tensor.cat(0, parts);
    }

    private static long pieceRows(Tensor keys) {
        int bytes = keys.dtype().bytes();
        return Math.max(1, (bytes < Float.BYTES ? HALF_PIECE_BYTES : PIECE_BYTES) / (keys.size(0) * bytes));
    }

    private static Tensor rows(Tensor q, Tensor transposedKeys, Tensor v, Tensor mask) {
        Tensor scores = q.matmul(transposedKeys);
        return (mask == null ? scores : scores.add(mask)).softmax(-1).matmul(v);
    }
}
