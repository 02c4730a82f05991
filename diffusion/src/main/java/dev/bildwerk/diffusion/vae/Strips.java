package dev.bildwerk.diffusion.vae;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Features {@code [batch, channels, height, width]} in strips of rows, from the top down, each in one of {@link Blocks} and
 * stored channels-last. A strip gives its block back as soon as nobody needs it: what is made of the features then takes the
 * memory that they leave.
 */
final class Strips implements AutoCloseable {
    private final Blocks blocks;
    private final boolean keepsFirst;
    private final List<Strip> strips = new ArrayList<>();
    /** Of a whole strip. */
    private long stripRows;

    private long height;

    /**
     * @param block null once it was given back
     * @param rows of which the last may not be written yet
     */
    private record Strip(Tensor block, Tensor rows) {}

    /**
     * Rows that lie in one strip.
     *
     * @param from the first of them
     * @param values a view
     */
    record Rows(long from, Tensor values) {}

    /** @param keepsFirst whether the first strip stays to the end, for what lies below the last */
    Strips(Blocks blocks, boolean keepsFirst) {
        this.blocks = blocks;
        this.keepsFirst = keepsFirst;
    }

    /** Takes copies of the next rows. */
    void add(Tensor rows) {
        try (Scope scope = Scope.open()) {
            long count = rows.size(2);
            for (long done = 0; done < count; ) {
                if (height == strips.size() * stripRows) {
                    begin(rows);
                }
                long fit = Math.min(count - done, strips.size() * stripRows - height);
                long first = height - (strips.size() - 1) * stripRows;
                strips.getLast().rows().narrow(2, first, fit).copyInPlace(rows.narrow(2, done, fit));
                done += fit;
                height += fit;
            }
        }
    }

    private void begin(Tensor like) {
        long batch = like.size(0);
        long channels = like.size(1);
        long width = like.size(3);
        long row = batch * channels * width;
        Tensor block = blocks.take(like);
        stripRows = block.count() / row;
        Tensor rows = block.narrow(0, 0, stripRows * row)
                .reshape(batch, stripRows, width, channels)
                .permute(0, 3, 1, 2);
        strips.add(new Strip(block, Scope.release(rows)));
    }

    long height() {
        return height;
    }

    /** A strip of these features, for its format; its values may be gone. */
    Tensor like() {
        return strips.getLast().rows();
    }

    /** All of it, in the open scope; none may have been given back. */
    List<Rows> all() {
        return rows(0, height);
    }

    /** The rows of that range, in the open scope. */
    List<Rows> rows(long from, long to) {
        List<Rows> rows = new ArrayList<>();
        for (long row = from; row < to; ) {
            int i = Math.toIntExact(row / stripRows);
            long end = Math.min(to, (i + 1) * stripRows);
            rows.add(new Rows(row, strips.get(i).rows().narrow(2, row - i * stripRows, end - row)));
            row = end;
        }
        return rows;
    }

    /** Adds to the rows from that one on. */
    void addInPlace(long from, Tensor values) {
        for (Rows rows : rows(from, from + values.size(2))) {
            Tensor target = rows.values();
            target.addInPlace(values.narrow(2, rows.from() - from, target.size(2)), 1);
        }
    }

    /** Gives back the strips that end before that row or at it. */
    void free(long row) {
        long whole = Math.min(strips.size(), row < height ? row / stripRows : strips.size());
        for (int i = keepsFirst ? 1 : 0; i < whole; i++) {
            free(i);
        }
    }

    private void free(int i) {
        Strip strip = strips.get(i);
        if (strip.block() != null) {
            blocks.giveBack(strip.block());
            strips.set(i, new Strip(null, strip.rows()));
        }
    }

    /** Gives back all that is left. */
    @Override
    public void close() {
        for (int i = 0; i < strips.size(); i++) {
            free(i);
            strips.get(i).rows().close();
        }
        strips.clear();
    }
}
