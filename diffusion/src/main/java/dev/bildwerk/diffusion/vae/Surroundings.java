package dev.bildwerk.diffusion.vae;

import dev.bildwerk.engine.Tensor;
import java.util.function.BiConsumer;

/**
 * What a convolution of size 3 sees to make some rows: the rows of its features that it makes them of, and one pixel more on
 * the edges. All of it is written once, into a room that serves for rows after rows.
 */
sealed interface Surroundings {

    /**
     * In the open scope.
     *
     * @param like the features
     * @param rows that are made at once, at most
     * @return {@code [batch, channels, height, width]}, stored channels-last
     */
    Tensor room(Tensor like, long rows);

    /**
     * Writes what is seen to make the rows from one to another, which is not made.
     *
     * @return the part of the room that was written
     */
    Tensor seen(Strips x, long from, long to, Tensor room);

    /** Where the features begin that are seen for the rows from that one on. */
    long first(long row);

    /**
     * One pixel more on every edge. What lies beyond the picture is zero or its other end.
     *
     * @param round whether the other end
     * @param into writes some rows of the features, the first, to the second
     */
    record Around(boolean round, BiConsumer<Tensor, Tensor> into) implements Surroundings {
        @Override
        public Tensor room(Tensor like, long rows) {
            return Edges.room(like, rows + 2, like.size(3) + 2);
        }

        @Override
        public Tensor seen(Strips x, long from, long to, Tensor room) {
            Tensor seen = room.narrow(2, 0, to - from + 2);
            Edges.rows(x, from - 1, to + 1, round, seen.narrow(3, 1, room.size(3) - 2), 1, into);
            Edges.besides(seen, round);
            return seen;
        }

        @Override
        public long first(long row) {
            return row - 1;
        }
    }

    /** The same of the features in twice the size, each of their pixels four times. */
    record Doubled(boolean round) implements Surroundings {
        @Override
        public Tensor room(Tensor like, long rows) {
            return Edges.room(like, 2 * (rows / 2 + 2), 2 * like.size(3) + 2);
        }

        @Override
        public Tensor seen(Strips x, long from, long to, Tensor room) {
            long above = first(from);
            long below = to / 2 + 1;
            Tensor seen = room.narrow(2, 0, 2 * (below - above));
            Edges.rows(x, above, below, round, seen.narrow(3, 1, room.size(3) - 2), 2, Doubled::copy);
            Edges.besides(seen, round);
            return seen.narrow(2, from - 1 - 2 * above, to - from + 2);
        }

        private static void copy(Tensor rows, Tensor target) {
            target.reshape(target.size(0), target.size(1), rows.size(2), 2, rows.size(3), 2)
                    .copyInPlace(rows.unsqueeze(3).unsqueeze(5));
        }

        @Override
        public long first(long row) {
            return Math.floorDiv(row - 1, 2);
        }
    }

    /** For a convolution that halves the resolution: zeros beyond the right and the lower edge, and no others. */
    record Halved() implements Surroundings {
        @Override
        public Tensor room(Tensor like, long rows) {
            return Edges.room(like, 2 * rows + 1, like.size(3) + 1);
        }

        @Override
        public Tensor seen(Strips x, long from, long to, Tensor room) {
            Tensor seen = room.narrow(2, 0, 2 * (to - from) + 1);
            long width = room.size(3) - 1;
            Edges.rows(x, first(from), 2 * to + 1, false, seen.narrow(3, 0, width), 1, (rows, target) ->
                    target.copyInPlace(rows));
            seen.narrow(3, width, 1).zeroInPlace();
            return seen;
        }

        @Override
        public long first(long row) {
            return 2 * row;
        }
    }
}
