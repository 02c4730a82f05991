package dev.bildwerk.diffusion.vae;

import dev.bildwerk.engine.Tensor;
import java.util.function.BiConsumer;

/**
 * What a convolution of size 3 sees to make some rows: these rows of its features and one pixel more on every edge. What lies
 * beyond the picture is zero or its other end. All of it is written once, into memory of its own, in the open scope.
 *
 * @param round whether the other end
 */
record Surroundings(boolean round) {

    /**
     * @param into writes some rows, the first, to the second
     * @return {@code [batch, channels, to - from + 2, width + 2]}
     */
    Tensor of(Strips x, long from, long to, BiConsumer<Tensor, Tensor> into) {
        Tensor like = x.like();
        long width = like.size(3);
        Tensor seen = room(like, to - from + 2, width + 2);
        fill(x, from - 1, to + 1, seen.narrow(3, 1, width), 1, into);
        return besides(seen, width);
    }

    /** The same of the features in twice the size, each of their pixels four times. */
    Tensor ofDoubled(Strips x, long from, long to) {
        Tensor like = x.like();
        long width = 2 * like.size(3);
        long above = Math.floorDiv(from - 1, 2);
        long below = to / 2 + 1;
        Tensor seen = room(like, 2 * (below - above), width + 2);
        fill(x, above, below, seen.narrow(3, 1, width), 2, (rows, target) -> target.reshape(
                        target.size(0), target.size(1), rows.size(2), 2, rows.size(3), 2)
                .copyInPlace(rows.unsqueeze(3).unsqueeze(5)));
        return besides(seen, width).narrow(2, from - 1 - 2 * above, to - from + 2);
    }

    /** What a convolution of size 3 sees to halve the resolution: zeros beyond the right and the lower edge, and no others. */
    static Tensor ofHalved(Strips x, long from, long to) {
        Tensor like = x.like();
        long width = like.size(3);
        Tensor seen = room(like, 2 * (to - from) + 1, width + 1);
        new Surroundings(false).fill(x, 2 * from, 2 * to + 1, seen.narrow(3, 0, width), 1, (rows, target) ->
                target.copyInPlace(rows));
        seen.narrow(3, width, 1).zeroInPlace();
        return seen;
    }

    private static Tensor room(Tensor like, long height, long width) {
        return like.room(like.size(0), height, width, like.size(1)).permute(0, 3, 1, 2);
    }

    /**
     * Rows of the features, also such beyond their ends.
     *
     * @param times rows of the target for each
     */
    private void fill(Strips x, long from, long to, Tensor target, int times, BiConsumer<Tensor, Tensor> into) {
        long height = x.height();
        fillInside(x, Math.max(from, 0), Math.min(to, height), -from, target, times, into);
        if (from < 0) {
            beyond(x, height + from, height, -from - height, target, times, into);
        }
        if (to > height) {
            beyond(x, 0, to - height, height - from, target, times, into);
        }
    }

    private void beyond(
            Strips x, long from, long to, long shift, Tensor target, int times, BiConsumer<Tensor, Tensor> into) {
        if (round) {
            fillInside(x, from, to, shift, target, times, into);
        } else {
            target.narrow(2, times * (from + shift), times * (to - from)).zeroInPlace();
        }
    }

    /** @param shift from the row of the features to that of the target */
    private static void fillInside(
            Strips x, long from, long to, long shift, Tensor target, int times, BiConsumer<Tensor, Tensor> into) {
        for (Strips.Rows rows : x.rows(from, to)) {
            Tensor values = rows.values();
            into.accept(values, target.narrow(2, times * (rows.from() + shift), times * values.size(2)));
        }
    }

    /** Fills the first and the last column. */
    private Tensor besides(Tensor seen, long width) {
        if (round) {
            seen.narrow(3, 0, 1).copyInPlace(seen.narrow(3, width, 1));
            seen.narrow(3, width + 1, 1).copyInPlace(seen.narrow(3, 1, 1));
        } else {
            seen.narrow(3, 0, 1).zeroInPlace();
            seen.narrow(3, width + 1, 1).zeroInPlace();
        }
        return seen;
    }
}
