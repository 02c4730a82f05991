package dev.bildwerk.diffusion.vae;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.diffusion.layers.GroupMoments;
import dev.bildwerk.diffusion.layers.GroupNorm;
import dev.bildwerk.diffusion.layers.ResnetBlock;
import dev.bildwerk.diffusion.layers.Tiling;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An autoencoder's layers over features in {@link Strips}. Every convolution sees the rows beyond its strip, and every norm the
 * mean and variance of the whole picture: they compute what they compute of the picture as a whole, and no seam can be.
 *
 * <p>A layer takes over the strips that it is given and frees each as soon as it can. Closing this frees all that is left.
 */
final class StripedLayers implements AutoCloseable {
    /** Of the features that a layer sees: enough rows for the processor's threads, and little beside the whole. */
    static final long STRIP_BYTES = 8L << 20;

    private final boolean round = Tiling.isOn();
    private final long stripBytes;
    private final Deque<Strips> made = new ArrayDeque<>();

    /** Rows of what a layer gives. */
    private record Span(long from, long to) {}

    StripedLayers(long stripBytes) {
        this.stripBytes = stripBytes;
    }

    /** Takes over features of one piece. */
    Strips of(Tensor whole) {
        Strips strips = strips();
        strips.add(whole);
        return strips;
    }

    /** @param conv of size 3 that keeps the size */
    Strips conv(Conv2d conv, Strips x) {
        Strips out = strips();
        for (Span span : spans(x, x.height())) {
            out.add(Scope.only(() -> conv.applyToPadded(around(x, span, UnaryOperator.identity()))));
            x.free(span.to() - 1);
        }
        x.close();
        return out;
    }

    /** A norm, its activation and a convolution of size 3, joined to one piece. */
    Tensor last(GroupNorm norm, Conv2d conv, Strips x) {
        try (Scope scope = Scope.open()) {
            UnaryOperator<Tensor> normed = normed(norm, x);
            Strips out = strips();
            for (Span span : spans(x, x.height())) {
                out.add(Scope.only(() -> conv.applyToPadded(around(x, span, normed))));
                x.free(span.to() - 1);
            }
            x.close();
            return scope.keep(joined(out));
        }
    }

    /** In one piece again, in the open scope. */
    Tensor joined(Strips x) {
        Tensor whole = Tensor.cat(2, x.all());
        x.close();
        return whole;
    }

    /** A residual block without a timestep. */
    Strips resnet(ResnetBlock block, Strips x) {
        try (Scope scope = Scope.open()) {
            UnaryOperator<Tensor> first = normed(block.norm1(), x);
            Strips h = strips();
            Strips residual = block.shortcut() == null ? x : strips();
            for (Span span : spans(x, x.height())) {
                h.add(Scope.only(() -> block.conv1().applyToPadded(around(x, span, first))));
                if (block.shortcut() != null) {
                    residual.add(Scope.only(() -> block.shortcut().apply(x.rows(span.from(), span.to()))));
                    x.free(span.to() - 1);
                }
            }
            if (block.shortcut() != null) {
                x.close();
            }
            UnaryOperator<Tensor> second = normed(block.norm2(), h);
            Strips out = strips();
            for (Span span : spans(h, h.height())) {
                out.add(Scope.only(() -> block.conv2()
                        .applyToPadded(around(h, span, second))
                        .addInPlace(residual.rows(span.from(), span.to()), 1)));
                h.free(span.to() - 1);
                residual.free(span.to());
            }
            h.close();
            residual.close();
            return out;
        }
    }

    /** The resolution doubled, and a convolution of size 3 behind it. */
    Strips doubled(Conv2d conv, Strips x) {
        Strips out = strips();
        for (Span span : spans(x, 2 * x.height())) {
            out.add(Scope.only(() -> conv.applyToPadded(doubledAround(x, span))));
            x.free(span.to() / 2 - 1);
        }
        x.close();
        return out;
    }

    /** The resolution halved by a convolution of size 3, which sees zeros beyond the right and the lower edge. */
    Strips halved(Conv2d conv, Strips x) {
        Strips out = strips();
        for (Span span : spans(x, x.height() / 2)) {
            out.add(Scope.only(() -> {
                long end = 2 * span.to() + 1;
                Tensor seen = x.rows(2 * span.from(), Math.min(end, x.height()));
                return conv.applyToPadded(seen.pad(0, 1, 0, Math.max(0, end - x.height())));
            }));
            x.free(2 * span.to());
        }
        x.close();
        return out;
    }

    /** The norm of the whole features and its activation, for any rows of them; in the open scope. */
    private static UnaryOperator<Tensor> normed(GroupNorm norm, Strips x) {
        GroupMoments moments = norm.moments();
        x.all().forEach(moments::add);
        UnaryOperator<Tensor> pieces = norm.ofPieces(moments);
        return rows -> pieces.apply(rows).siluInPlace();
    }

    /** The rows of a span and one more on every edge of it, what lies beyond the picture being zero or its other end. */
    private Tensor around(Strips x, Span span, UnaryOperator<Tensor> before) {
        long from = span.from() - 1;
        long to = span.to() + 1;
        if (round) {
            return before.apply(roundRows(x, from, to)).padCircular(1, 1, 0, 0);
        }
        Tensor inner = before.apply(x.rows(Math.max(from, 0), Math.min(to, x.height())));
        return inner.pad(1, 1, Math.max(0, -from), Math.max(0, to - x.height()));
    }

    /** The same of the features in twice the size. */
    private Tensor doubledAround(Strips x, Span span) {
        long above = span.from() / 2 - 1;
        long below = span.to() / 2 + 1;
        long rows = span.to() - span.from();
        if (round) {
            return roundRows(x, above, below).upsampleNearest2x().narrow(2, 1, rows + 2).padCircular(1, 1, 0, 0);
        }
        int top = above < 0 ? 1 : 0;
        int bottom = below > x.height() ? 1 : 0;
        Tensor doubled =
                x.rows(Math.max(above, 0), Math.min(below, x.height())).upsampleNearest2x();
        return doubled.narrow(2, 1 - top, rows + 2 - top - bottom).pad(1, 1, top, bottom);
    }

    private static Tensor roundRows(Strips x, long from, long to) {
        List<Tensor> parts = new ArrayList<>();
        if (from < 0) {
            parts.add(x.rows(x.height() + from, x.height()));
        }
        parts.add(x.rows(Math.max(from, 0), Math.min(to, x.height())));
        if (to > x.height()) {
            parts.add(x.rows(0, to - x.height()));
        }
        return Tensor.cat(2, parts);
    }

    /** @param height of what the layer gives */
    private List<Span> spans(Strips x, long height) {
        Tensor first = x.first();
        long width = Math.max(first.size(3), first.size(3) * height / x.height());
        long rowBytes = first.size(0) * first.size(1) * width * first.dtype().bytes();
        // Even, because a doubled row has a twin.
        long rows = Math.max(2, stripBytes / rowBytes / 2 * 2);
        List<Span> spans = new ArrayList<>();
        for (long from = 0; from < height; from += rows) {
            spans.add(new Span(from, Math.min(from + rows, height)));
        }
        return spans;
    }

    private Strips strips() {
        Strips strips = new Strips(round);
        made.push(strips);
        return strips;
    }

    @Override
    public void close() {
        made.forEach(Strips::close);
    }
}
