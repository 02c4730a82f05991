package dev.bildwerk.engine;

import static dev.bildwerk.engine.MinimalFilter.KERNEL;
import static dev.bildwerk.engine.MinimalFilter.RESULT;
import static dev.bildwerk.engine.MinimalFilter.TILE;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Convolution with weights of 3x3 by minimal filtering, F(4x4, 3x3) of Lavin and Gray 2016: each 4x4 pixels of the result are
 * computed from a tile of 6x6 with 36 multiplications a pair of channels, where the definition takes 144. Each thread takes
 * some tiles at a time, as many as a processor's cache holds: it transforms, multiplies and transforms them back.
 *
 * <p>In F32 the result differs from F32's own convolution by about 1e-6 of its root mean square. The transformed weights, four
 * times as large, are not kept: they are made at each call, so a changed weight counts at once and memory stays what it was.
 *
 * @see <a href="https://arxiv.org/abs/1509.09308">Lavin and Gray, Fast Algorithms for Convolutional Neural Networks</a>
 */
final class Winograd {
    static final int POSITIONS = TILE * TILE;

    /** With fewer channels the transforms cost what the products save. */
    private static final long FEWEST_CHANNELS = 96;
    /** With fewer tiles for each thread the transform of the weights does, and products of few rows are slow. */
    static final long FEWEST_TILES = 64;
    /**
     * With fewer of the definition's multiplications the first ones of a process take longer than they save, for Java has not
     * compiled the transforms by then: of a small model's only picture, above all.
     */
    private static final long FEWEST_MULTIPLICATIONS = 2_000_000_000L;

    private Winograd() {}

    /**
     * Whether it is faster than libtorch's convolution with stride 1: in F32 on the CPU, where many channels meet many pixels.
     * In BF16 that one is at the processor's limit, and the transforms would lose digits. Not where gradients are wanted, for it
     * gives none.
     */
    static boolean pays(Tensor x, Tensor weight, int padding) {
        return padding <= 1
                && paysInPieces(x, weight)
                && multiplications(weight.size(1), weight.size(0), tiles(x)) >= FEWEST_MULTIPLICATIONS;
    }

    /** The same where what is made of the weight serves other pieces, too. */
    static boolean paysInPieces(Tensor x, Tensor weight) {
        return weight.size(2) == KERNEL
                && weight.size(3) == KERNEL
                && hasChannelsEnough(weight.size(1), weight.size(0))
                && weight.isPlain()
                && x.isPlain()
                && hasTilesEnough(x);
    }

    /** Whether each thread gets as many as it needs. */
    static boolean hasTilesEnough(Tensor x) {
        return areEnough(tiles(x));
    }

    private static boolean areEnough(long tiles) {
        return tiles >= FEWEST_TILES * Threads.inUse();
    }

    private static boolean hasChannelsEnough(long in, long out) {
        return Math.min(in, out) >= FEWEST_CHANNELS;
    }

    private static long tiles(Tensor x) {
        return x.size(0) * WinogradTiles.tiles(x.size(2)) * WinogradTiles.tiles(x.size(3));
    }

    private static long multiplications(long in, long out, long tiles) {
        return tiles * RESULT * RESULT * KERNEL * KERNEL * in * out;
    }

    /** As {@link Convolution#bytesBeside}. */
    static long bytesBeside(long in, long out, long pixels) {
        long tiles = WinogradTiles.tiles(pixels) / RESULT;
        boolean pays = hasChannelsEnough(in, out)
                && areEnough(tiles)
                && multiplications(in, out, tiles) >= FEWEST_MULTIPLICATIONS;
        return pays ? POSITIONS * in * out * Float.BYTES + WinogradRoom.bytes(in, out, tiles) : 0;
    }

    /** As {@link Convolution#apply} with stride 1. */
    static Tensor apply(Tensor x, Tensor weight, Tensor bias, int padding) {
        return Scope.only(() -> {
            Tensor weights = transformed(weight);
            return applyTransformed(x, weights, bias, padding, WinogradRoom.of(x, weights, padding));
        });
    }

    /**
     * @param weights as {@link #transformed} gives them
     * @param room for features of this size or larger ones
     */
    static Tensor applyTransformed(Tensor x, Tensor weights, Tensor bias, int padding, WinogradRoom room) {
        return applyTransformed(x, weights, bias, padding, room, OpenBlas.loaded());
    }

    /** @param blas empty for libtorch's own products, one after another */
    static Tensor applyTransformed(
            Tensor x, Tensor weights, Tensor bias, int padding, WinogradRoom room, Optional<OpenBlas> blas) {
        Tensor convolved = Scope.only(() -> compute(x, weights, bias, padding, room, blas));
        return Flops.counted(convolved, () -> convolved.count() * KERNEL * KERNEL * weights.size(2));
    }

    private static Tensor compute(
            Tensor x, Tensor weights, Tensor bias, int padding, WinogradRoom room, Optional<OpenBlas> blas) {
        WinogradShape shape = WinogradShape.of(x, weights, padding);
        float[] biases = bias == null ? null : bias.toFloats();
        MemorySegment pixels = x.permute(0, 2, 3, 1).contiguous().segment();
        Tensor result = Tensor.empty(DType.F32, shape.batch(), shape.resultHeight(), shape.resultWidth(), shape.out());
        MemorySegment target = result.segment();
        int atOnce = shape.tilesAtOnce(room);
        AtomicLong next = new AtomicLong();
        Consumer<WinogradRoom.Place> worker = place -> {
            WinogradTiles tiles = new WinogradTiles(shape, biases);
            for (long first; (first = next.getAndAdd(atOnce)) < shape.tiles(); ) {
                int count = (int) Math.min(atOnce, shape.tiles() - first);
                tiles.transform(pixels, first, count, place.tiles());
                place.multiply(count, weights, blas);
                tiles.finish(place.products(), first, count, target);
            }
        };
        blas.ifPresentOrElse(
                library -> library.onOneThreadEach(
                        () -> SharedWork.run(room.threads(), thread -> worker.accept(room.place(thread)))),
                () -> worker.accept(room.place(0)));
        return result.permute(0, 3, 1, 2);
    }

    /** {@code [out, in, 3, 3]} to {@code [36, out, in]}. */
    static Tensor transformed(Tensor weight) {
        int out = Math.toIntExact(weight.size(0));
        int in = Math.toIntExact(weight.size(1));
        Tensor transformed = Tensor.empty(DType.F32, POSITIONS, out, in);
        try (Scope scope = Scope.open()) {
            MemorySegment kernels = weight.permute(0, 2, 3, 1).contiguous().segment();
            MemorySegment target = transformed.segment();
            SharedWork.share(out, (from, to) -> new WinogradWeights(out, in).transform(kernels, from, to, target));
        }
        return transformed;
    }
}
