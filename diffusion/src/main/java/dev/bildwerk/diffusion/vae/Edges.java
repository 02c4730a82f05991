package dev.bildwerk.diffusion.vae;

import dev.bildwerk.engine.Tensor;
import java.util.function.BiConsumer;

/** How features and what lies beyond their edges are written into a larger tensor. */
final class Edges {
    private Edges() {}

    /** For features of that format, stored channels-last. */
    static Tensor room(Tensor like, long height, long width) {
        return like.room(like.size(0), height, width, like.size(1)).permute(0, 3, 1, 2);
    }

    /**
     * Writes rows of the features, also such beyond their ends: zeros, or rows of the other end.
     *
     * @param round whether the other end
     * @param times rows of the target for each
     * @param into writes some rows of the features, the first, to the second
     */
    static void rows(
            Strips x, long from, long to, boolean round, Tensor target, int times, BiConsumer<Tensor, Tensor> into) {
        long height = x.height();
        inside(x, Math.max(from, 0), Math.min(to, height), -from, target, times, into);
        if (from < 0) {
            beyond(x, height + from, height, -from - height, round, target, times, into);
        }
        if (to > height) {
            beyond(x, 0, to - height, height - from, round, target, times, into);
        }
    }

    private static void beyond(
            Strips x,
            long from,
            long to,
            long shift,
            boolean round,
            Tensor target,
            int times,
            BiConsumer<Tensor, Tensor> into) {
        if (round) {
            inside(x, from, to, shift, target, times, into);
        } else {
            target.narrow(2, times * (from + shift), times * (to - from)).zeroInPlace();
        }
    }

    /** @param shift from a row of the features to that of the target */
    private static void inside(
            Strips x, long from, long to, long shift, Tensor target, int times, BiConsumer<Tensor, Tensor> into) {
        for (Strips.Rows rows : x.rows(from, to)) {
            Tensor values = rows.values();
            into.accept(values, target.narrow(2, times * (rows.from() + shift), times * values.size(2)));
        }
    }

    /** Writes the first and the last column: zeros, or what stands at the other end of those between. */
    static void besides(Tensor seen, boolean round) {
        long last = seen.size(3) - 1;
        if (round) {
            seen.narrow(3, 0, 1).copyInPlace(seen.narrow(3, last - 1, 1));
            seen.narrow(3, last, 1).copyInPlace(seen.narrow(3, 1, 1));
        } else {
            seen.narrow(3, 0, 1).zeroInPlace();
            seen.narrow(3, last, 1).zeroInPlace();
        }
    }
}
