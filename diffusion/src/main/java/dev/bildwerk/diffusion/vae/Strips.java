package dev.bildwerk.diffusion.vae;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Features {@code [batch, channels, height, width]} in strips of rows, from the top down. Each strip is freed for itself, as
 * soon as nobody needs it: what is made of the features then takes the memory that they leave.
 *
 * <p>Strips lie outside of every {@link Scope}, until they are freed.
 */
final class Strips implements AutoCloseable {
    private final List<Strip> strips = new ArrayList<>();
    private final boolean keepsFirst;
    private long height;

    /** @param tensor null once it is freed */
    private record Strip(long from, long to, Tensor tensor) {}

    /** @param keepsFirst whether the first strip stays to the end, for what lies below the last */
    Strips(boolean keepsFirst) {
        this.keepsFirst = keepsFirst;
    }

    /** Takes over the next rows. */
    void add(Tensor rows) {
        long from = height;
        height += rows.size(2);
        strips.add(new Strip(from, height, Scope.release(rows)));
    }

    long height() {
        return height;
    }

    Tensor first() {
        return strips.getFirst().tensor();
    }

    /** All of them; none may be freed. */
    List<Tensor> all() {
        return strips.stream().map(Strip::tensor).toList();
    }

    /** The rows of that range, in the open scope: a view where they lie in one strip. */
    Tensor rows(long from, long to) {
        List<Tensor> parts = new ArrayList<>();
        for (Strip strip : strips) {
            long first = Math.max(from, strip.from());
            long end = Math.min(to, strip.to());
            if (first < end) {
                parts.add(strip.tensor().narrow(2, first - strip.from(), end - first));
            }
        }
        return parts.size() == 1 ? parts.getFirst() : Tensor.cat(2, parts);
    }

    /** Frees the strips that end before that row or at it. */
    void free(long row) {
        for (int i = keepsFirst ? 1 : 0; i < strips.size(); i++) {
            free(i, row);
        }
    }

    private void free(int i, long row) {
        Strip strip = strips.get(i);
        if (strip.tensor() != null && strip.to() <= row) {
            strip.tensor().close();
            strips.set(i, new Strip(strip.from(), strip.to(), null));
        }
    }

    /** Frees all that is left. */
    @Override
    public void close() {
        for (int i = 0; i < strips.size(); i++) {
            free(i, height);
        }
    }
}
