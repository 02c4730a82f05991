package dev.bildwerk.diffusion.vae;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.diffusion.layers.GroupMoments;
import dev.bildwerk.diffusion.layers.GroupNorm;
import dev.bildwerk.diffusion.layers.PieceNorm;
import dev.bildwerk.diffusion.layers.ResnetBlock;
import dev.bildwerk.diffusion.layers.Tiling;
import dev.bildwerk.engine.FreedMemory;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * An autoencoder's layers over features in {@link Strips}. Every convolution sees the rows beyond its strip, and every norm the
 * mean and variance of the whole picture: they compute what they compute of the picture as a whole, and no seam can be.
 *
 * <p>A layer takes over the strips that it is given and gives each back as soon as it can. Closing this frees all that is left.
 */
final class StripedLayers implements AutoCloseable {
    /** Of what a layer sees or makes at once: enough rows for the processor's threads, and little beside the whole. */
    static final long STRIP_BYTES = 4L << 20;

    /** Whole rows of this many do not leave a part of them unused in the filtering of {@code Winograd}. */
    private static final long EVEN_ROWS = 4;

    private final boolean round = Tiling.isOn();
    private final long stripBytes;
    private final Blocks blocks;
    private final Deque<Strips> made = new ArrayDeque<>();

    /** Rows of what a layer gives. */
    private record Span(long from, long to) {}

    /**
     * @param stripBytes of the features in one strip
     * @param widestRow of all features, in bytes
     */
    StripedLayers(long stripBytes, long widestRow) {
        this.stripBytes = stripBytes;
        blocks = new Blocks(Math.max(1, stripBytes / 2 / widestRow) * widestRow);
    }

    /** Bytes of features that were alive at once. */
    long most() {
        return blocks.most();
    }

    /** Features of one piece, which is freed, and all that was freed before with it: what comes is of other sizes. */
    Strips of(Supplier<Tensor> whole) {
        Strips strips = strips();
        try (Scope scope = Scope.open()) {
            strips.add(whole.get());
        }
        FreedMemory.giveBack();
        return strips;
    }

    /** In one piece again, in the open scope. The memory of strips goes back to the system: what comes is of other sizes. */
    Tensor joined(Strips x) {
        try (Scope scope = Scope.open()) {
            Tensor whole = scope.keep(
                    Tensor.cat(2, x.all().stream().map(Strips.Rows::values).toList()));
            x.close();
            blocks.close();
            FreedMemory.giveBack();
            return whole;
        }
    }

    /** @param conv of size 3 that keeps the size */
    Strips conv(Conv2d conv, Strips x) {
        return convolved(conv, x, x.height(), new Surroundings.Around(round, (rows, target) -> target.copyInPlace(rows)));
    }

    /** A norm, its activation and a convolution of size 3, joined to one piece. */
    Tensor last(GroupNorm norm, Conv2d conv, Strips x) {
        try (Scope scope = Scope.open()) {
            return scope.keep(joined(convolved(conv, x, x.height(), normed(norm, x))));
        }
    }

    /** The resolution doubled, and a convolution of size 3 behind it. What was freed before goes back to the system first. */
    Strips doubled(Conv2d conv, Strips x) {
        FreedMemory.giveBack();
        return convolved(conv, x, 2 * x.height(), new Surroundings.Doubled(round));
    }

    /** The resolution halved by a convolution of size 3, which sees zeros beyond the right and the lower edge; likewise. */
    Strips halved(Conv2d conv, Strips x) {
        FreedMemory.giveBack();
        return convolved(conv, x, x.height() / 2, new Surroundings.Halved());
    }

    private Strips convolved(Conv2d conv, Strips x, long height, Surroundings surroundings) {
        Strips out = strips();
        convolve(conv, x, height, surroundings, (span, rows) -> {
            out.add(rows);
            x.free(surroundings.first(span.to()));
        });
        x.close();
        return out;
    }

    /** A residual block without a timestep. */
    Strips resnet(ResnetBlock block, Strips x) {
        Strips h = strips();
        Strips sum = block.shortcut() == null ? x : strips();
        try (Scope scope = Scope.open()) {
            Surroundings surroundings = normed(block.norm1(), x);
            convolve(block.conv1(), x, x.height(), surroundings, (span, rows) -> {
                h.add(rows);
                if (block.shortcut() != null) {
                    x.rows(span.from(), span.to()).forEach(seen -> sum.add(block.shortcut().apply(seen.values())));
                    x.free(surroundings.first(span.to()));
                }
            });
        }
        if (block.shortcut() != null) {
            x.close();
        }
        try (Scope scope = Scope.open()) {
            Surroundings surroundings = normed(block.norm2(), h);
            convolve(block.conv2(), h, h.height(), surroundings, (span, rows) -> {
                sum.addInPlace(span.from(), rows);
                h.free(surroundings.first(span.to()));
            });
        }
        h.close();
        return sum;
    }

    /** The norm of the whole features and its activation before a convolution that keeps the size; in the open scope. */
    private Surroundings normed(GroupNorm norm, Strips x) {
        GroupMoments moments = norm.moments();
        x.all().forEach(rows -> moments.add(rows.values()));
        PieceNorm pieces = norm.ofPieces(moments);
        return new Surroundings.Around(round, (rows, target) -> {
            pieces.apply(rows, target);
            target.siluInPlace();
        });
    }

    /**
     * Rows after rows of what a convolution gives, each in a scope of its own.
     *
     * @param height of what it gives
     */
    private void convolve(
            Conv2d conv, Strips x, long height, Surroundings surroundings, BiConsumer<Span, Tensor> use) {
        long step = Math.min(height, rowsAtOnce(x, height, conv.outChannels()));
        try (Scope layer = Scope.open()) {
            Tensor room = surroundings.room(x.like(), step);
            UnaryOperator<Tensor> convolution = conv.ofPieces(room);
            for (long from = 0; from < height; from += step) {
                Span span = new Span(from, Math.min(from + step, height));
                try (Scope piece = Scope.open()) {
                    use.accept(span, convolution.apply(surroundings.seen(x, span.from(), span.to(), room)));
                }
            }
        }
    }

    private long rowsAtOnce(Strips x, long height, long channels) {
        Tensor like = x.like();
        long width = like.size(3) * height / x.height();
        // To make a row of a picture that is halved, two rows of the other are seen.
        long seen = like.size(1) * Math.max(width, like.size(3) * x.height() / height);
        long rowBytes = like.size(0) * Math.max(seen, channels * width) * like.dtype().bytes();
        long rows = stripBytes / rowBytes;
        return rows < EVEN_ROWS ? Math.max(1, rows) : rows / EVEN_ROWS * EVEN_ROWS;
    }

    private Strips strips() {
        Strips strips = new Strips(blocks, round);
        made.push(strips);
        return strips;
    }

    @Override
    public void close() {
        made.forEach(Strips::close);
        blocks.close();
    }
}
