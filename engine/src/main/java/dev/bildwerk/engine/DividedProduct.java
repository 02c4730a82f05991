package dev.bildwerk.engine;

import dev.bildwerk.engine.OpenBlas.Matrix;

/**
 * A matrix product in F32 on the CPU of which each thread computes some rows, or some columns, as a product of its own. So its
 * numbers do not depend on what other threads of the process do meanwhile: of OpenBLAS' own threads they would.
 *
 * @param a {@code [rows, inner]}
 * @param b {@code [inner, columns]}, or {@code [columns, inner]}
 * @param transposed whether b is that
 * @param c {@code [rows, columns]}
 * @param adds whether the product is added to what c holds; only with a transposed b
 */
record DividedProduct(OpenBlas blas, Matrix a, Matrix b, boolean transposed, Matrix c, boolean adds) {
    /** With fewer multiplications threads cost what they save. */
    private static final long FEWEST_MULTIPLICATIONS = 1L << 18;
    /** What is computed at once in the processor's registers: parts are multiples of it. */
    private static final long BLOCK = 16;

    /** As {@link Tensor#linear}. */
    static Tensor linear(OpenBlas blas, Tensor x, Tensor weight, Tensor bias) {
        long[] shape = x.shape();
        long inner = shape[shape.length - 1];
        shape[shape.length - 1] = weight.size(0);
        Tensor result = Tensor.empty(DType.F32, shape);
        try (Scope scope = Scope.open()) {
            if (bias != null) {
                result.copyInPlace(bias);
            } else if (inner == 0) {
                result.zeroInPlace();
            }
            if (result.count() > 0 && inner > 0) {
                Matrix a = Matrix.of(x.reshape(x.count() / inner, inner).contiguous());
                Matrix c = Matrix.of(result.reshape(a.rows(), weight.size(0)));
                new DividedProduct(blas, a, Matrix.of(weight.contiguous()), true, c, bias != null).compute();
            }
        }
        return result;
    }

    /** {@code a b}, of two matrices. */
    static Tensor of(OpenBlas blas, Tensor a, Tensor b) {
        Tensor result = Tensor.empty(DType.F32, a.size(0), b.size(1));
        try (Scope scope = Scope.open()) {
            if (a.size(1) == 0) {
                result.zeroInPlace();
            } else if (result.count() > 0) {
                Tensor turned = b.transpose(0, 1);
                boolean transposed = !b.isContiguous() && turned.isContiguous();
                Matrix second = Matrix.of(transposed ? turned : b.contiguous());
                new DividedProduct(blas, Matrix.of(a.contiguous()), second, transposed, Matrix.of(result), false).compute();
            }
        }
        return result;
    }

    private void compute() {
        long multiplications = (long) c.rows() * c.columns() * a.columns();
        boolean byRows = c.rows() >= c.columns();
        long length = byRows ? c.rows() : c.columns();
        long blocks = (length + BLOCK - 1) / BLOCK;
        int parts = multiplications < FEWEST_MULTIPLICATIONS ? 1 : (int) Math.min(Threads.inUse(), blocks);
        blas.onOneThreadEach(() -> SharedWork.run(parts, part -> {
            long from = blocks * part / parts * BLOCK;
            long to = Math.min(length, blocks * (part + 1) / parts * BLOCK);
            (byRows ? rows(from, to) : columns(from, to)).computeAlone();
        }));
    }

    private DividedProduct rows(long from, long to) {
        return new DividedProduct(blas, a.rows(from, to), b, transposed, c.rows(from, to), adds);
    }

    private DividedProduct columns(long from, long to) {
        Matrix part = transposed ? b.rows(from, to) : b.columns(from, to);
        return new DividedProduct(blas, a, part, transposed, c.columns(from, to), adds);
    }

    private void computeAlone() {
        if (adds) {
            blas.addProductWithTransposed(a, b, c);
        } else if (transposed) {
            blas.productWithTransposed(1, a, b, c);
        } else {
            blas.product(a, b, c);
        }
    }
}
