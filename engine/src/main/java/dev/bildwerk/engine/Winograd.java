package dev.bildwerk.engine;

import java.util.Arrays;

/**
 * Convolution with weights of 3x3 by minimal filtering, F(4x4, 3x3) of Lavin and Gray 2016: each 4x4 pixels of the result are
 * computed from a tile of 6x6 with 36 multiplications a pair of channels, where the definition takes 144. Tiles, weights and
 * results are brought into that form and back by small matrices, so all of it is matrix products and copies.
 *
 * <p>In F32 the result differs from the definition's by about 2e-6 of its root mean square (F32's own convolution: 1e-6). The
 * transformed weights, four times as large, are not kept: they are made at each call, which costs up to a third of it, so a
 * changed weight counts at once and memory stays what it was.
 *
 * @see <a href="https://arxiv.org/abs/1509.09308">Lavin and Gray, Fast Algorithms for Convolutional Neural Networks</a>
 */
final class Winograd {
    private static final int RESULT = 4;
    private static final int KERNEL = 3;
    private static final int TILE = RESULT + KERNEL - 1;

    private static final double[][] INPUT = {
        {4, 0, -5, 0, 1, 0},
        {0, -4, -4, 1, 1, 0},
        {0, 4, -4, -1, 1, 0},
        {0, -2, -1, 2, 1, 0},
        {0, 2, -1, -2, 1, 0},
        {0, 4, 0, -5, 0, 1}
    };
    private static final double[][] WEIGHT = {
        {1 / 4.0, 0, 0},
        {-1 / 6.0, -1 / 6.0, -1 / 6.0},
        {-1 / 6.0, 1 / 6.0, -1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0},
        {1 / 24.0, -1 / 12.0, 1 / 6.0},
        {0, 0, 1}
    };
    private static final double[][] OUTPUT = {
        {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}
    };

    /** With fewer channels the transforms cost what the products save. */
    private static final long FEWEST_CHANNELS = 256;
    /** With fewer tiles the transform of the weights does. */
    private static final long FEWEST_TILES = 128;
    /** Transformed tiles at once: enough for long products, little beside a picture's features. */
    private static final long STRIP_BYTES = 64L << 20;

    private Winograd() {}

    /**
     * Whether it is faster than libtorch's convolution: in F32 on the CPU, where many channels meet many pixels. In BF16 that
     * one is at the processor's limit, and the transforms would lose digits. Not where gradients are wanted, for it keeps much.
     */
    static boolean pays(Tensor x, Tensor weight, int padding) {
        return padding <= 1 && suits(weight) && pays(x);
    }

    /** Whether it may be faster with that weight: {@link #pays(Tensor)} says for which features. */
    static boolean suits(Tensor weight) {
        return weight.size(2) == KERNEL
                && weight.size(3) == KERNEL
                && weight.dtype() == DType.F32
                && !weight.device().isCuda()
                && Math.min(weight.size(0), weight.size(1)) >= FEWEST_CHANNELS
                && !weight.requiresGradient();
    }

    /** Whether features have pixels enough for a weight that {@link #suits}. */
    static boolean pays(Tensor x) {
        return x.dtype() == DType.F32
                && x.size(0) * tiles(x.size(2)) * tiles(x.size(3)) >= FEWEST_TILES
                && !x.requiresGradient();
    }

    private static long tiles(long pixels) {
        return (pixels + RESULT - 1) / RESULT;
    }

    /** As {@link Convolution#apply} with stride 1. */
    static Tensor apply(Tensor x, Tensor weight, Tensor bias, int padding) {
        return apply(x, weight, bias, padding, STRIP_BYTES);
    }

    static Tensor apply(Tensor x, Tensor weight, Tensor bias, int padding, long stripBytes) {
        return Scope.only(() -> {
            Tensor weights = transformed(weight);
            return applyTransformed(x, weights, bias, padding, Room.of(x, weights, padding, stripBytes));
        });
    }

    /**
     * @param weights as {@link #transformed} gives them
     * @param room for a row of tiles at least
     */
    static Tensor applyTransformed(Tensor x, Tensor weights, Tensor bias, int padding, Room room) {
        Tensor convolved = Scope.only(() -> compute(x, weights, bias, padding, room));
        return Flops.counted(convolved, () -> convolved.count() * KERNEL * KERNEL * weights.size(1));
    }

    /** Where tiles are transformed, from the one to the other and back; it may be used again and again. */
    record Room(Tensor one, Tensor other) {

        /** In the open scope, for features such as these; the arguments are those of {@link #applyTransformed}. */
        static Room of(Tensor x, Tensor weights, int padding, long bytes) {
            long rows = tiles(x.size(2) + 2L * padding - KERNEL + 1);
            long numbers = numbersOfRow(x, weights, padding) * Math.min(rows, rowsIn(bytes, x, weights, padding));
            return new Room(Tensor.empty(DType.F32, numbers), Tensor.empty(DType.F32, numbers));
        }

        private static long rowsIn(long bytes, Tensor x, Tensor weights, int padding) {
            return Math.max(1, bytes / DType.F32.bytes() / numbersOfRow(x, weights, padding));
        }

        /** Of a row of tiles. */
        private static long numbersOfRow(Tensor x, Tensor weights, int padding) {
            long columns = tiles(x.size(3) + 2L * padding - KERNEL + 1);
            return TILE * TILE * x.size(0) * columns * Math.max(x.size(1), weights.size(2));
        }

        long rows(Tensor x, Tensor weights, int padding) {
            return one.count() / numbersOfRow(x, weights, padding);
        }

        Tensor one(long... shape) {
            return cut(one, shape);
        }

        Tensor other(long... shape) {
            return cut(other, shape);
        }

        private static Tensor cut(Tensor room, long... shape) {
            return room.narrow(0, 0, Arrays.stream(shape).reduce(1, (a, b) -> a * b)).reshape(shape);
        }
    }

    private static Tensor compute(Tensor x, Tensor weights, Tensor bias, int padding, Room room) {
        long batch = x.size(0);
        long height = x.size(2) + 2L * padding - KERNEL + 1;
        long width = x.size(3) + 2L * padding - KERNEL + 1;
        long out = weights.size(2);
        long rows = tiles(height);
        long columns = tiles(width);
        Tensor pixels = x.permute(0, 2, 3, 1);
        Tensor result = Tensor.empty(DType.F32, batch, RESULT * rows, RESULT * columns, out);
        long rowsAtOnce = room.rows(x, weights, padding);
        for (long row = 0; row < rows; row += rowsAtOnce) {
            long count = Math.min(rowsAtOnce, rows - row);
            try (Scope scope = Scope.open()) {
                Tensor strip = strip(pixels, RESULT * row - padding, count, columns, padding);
                Tensor pieces = convolved(strip, weights, batch, count, columns, room);
                result.narrow(1, RESULT * row, RESULT * count)
                        .reshape(batch, count, RESULT, columns, RESULT, out)
                        .becomeSumInPlace(pieces.permute(2, 3, 0, 4, 1, 5), bias);
            }
        }
        return result.narrow(1, 0, height).narrow(2, 0, width).permute(0, 3, 1, 2);
    }

    /** {@code [out, in, 3, 3]} to {@code [36, in, out]}. */
    static Tensor transformed(Tensor weight) {
        long out = weight.size(0);
        long in = weight.size(1);
        Tensor kernels = weight.permute(2, 3, 0, 1).reshape(KERNEL * KERNEL, out * in);
        return both(WEIGHT).product(kernels).reshape(TILE * TILE, out, in).transpose(1, 2);
    }

    /**
     * The rows of pixels that some rows of tiles lie on, with zeros where they lie beyond the picture.
     *
     * @param pixels {@code [batch, height, width, in]}
     * @param top of the first tile
     * @param count rows of tiles
     */
    private static Tensor strip(Tensor pixels, long top, long count, long columns, int padding) {
        long height = pixels.size(1);
        long bottom = top + RESULT * count + KERNEL - 1;
        long from = Math.max(0, top);
        long to = Math.min(height, bottom);
        long right = RESULT * columns + KERNEL - 1 - padding - pixels.size(2);
        Tensor seen = pixels.narrow(1, from, to - from);
        boolean whole = padding == 0 && right == 0 && to - from == bottom - top;
        return whole ? seen : seen.pad(0, 0, padding, right, from - top, bottom - to);
    }

    /**
     * @param strip {@code [batch, 4 * rows + 2, 4 * columns + 2, in]}
     * @param weights {@code [36, in, out]}
     * @return {@code [4, 4, batch, rows, columns, out]}, in the room
     */
    private static Tensor convolved(
            Tensor strip, Tensor weights, long batch, long rows, long columns, Room room) {
        long in = strip.size(3);
        long out = weights.size(2);
        long tiles = batch * rows * columns;
        room.one(TILE, TILE, batch, rows, columns, in)
                .copyInPlace(strip.unfold(1, TILE, RESULT)
                        .unfold(2, TILE, RESULT)
                        .permute(4, 5, 0, 1, 2, 3));
        room.other(TILE * TILE, tiles * in).becomeProductInPlace(both(INPUT), room.one(TILE * TILE, tiles * in));
        room.one(TILE * TILE, tiles, out).becomeProductInPlace(room.other(TILE * TILE, tiles, in), weights);
        return room.other(RESULT * RESULT, tiles * out)
                .becomeProductInPlace(both(OUTPUT), room.one(TILE * TILE, tiles * out))
                .reshape(RESULT, RESULT, batch, rows, columns, out);
    }

    /** The matrix that transforms rows and columns at once: the Kronecker product with itself. */
    private static Tensor both(double[][] matrix) {
        int height = matrix.length;
        int width = matrix[0].length;
        float[] values = new float[height * height * width * width];
        int next = 0;
        for (int row = 0; row < height * height; row++) {
            for (int column = 0; column < width * width; column++) {
                values[next++] = (float) (matrix[row / height][column / width] * matrix[row % height][column % width]);
            }
        }
        return Tensor.of(values, (long) height * height, (long) width * width);
    }
}
