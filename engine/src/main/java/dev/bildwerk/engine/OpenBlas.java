package dev.bildwerk.engine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Matrix products of OpenBLAS, which libtorch brings with it, for several threads at once that compute one product each. By
 * itself OpenBLAS computes one after another, each on all threads: for many small products they spend their time waiting.
 *
 * @see <a href="https://www.openblas.net">OpenBLAS</a>
 */
final class OpenBlas {
    /** Numbers of {@code cblas.h}. */
    private static final int ROW_MAJOR = 101;

    private static final int AS_IT_IS = 111;
    private static final int TRANSPOSED = 112;

    private static final Optional<OpenBlas> LOADED = find();

    private final MethodHandle product;
    private final MethodHandle threads;
    private final MethodHandle useThreads;

    /** How many pieces of work go on now, and the number of threads before the first of them. */
    private int going;

    private int threadsBefore;

    private OpenBlas(MethodHandle product, MethodHandle threads, MethodHandle useThreads) {
        this.product = product;
        this.threads = threads;
        this.useThreads = useThreads;
    }

    /** Empty where this build of libtorch has another library for matrix products. */
    static Optional<OpenBlas> loaded() {
        return LOADED;
    }

    private static Optional<OpenBlas> find() {
        LibTorch.await();
        Linker linker = Linker.nativeLinker();
        SymbolLookup lookup = SymbolLookup.loaderLookup();
        var pointer = ValueLayout.ADDRESS;
        var number = ValueLayout.JAVA_INT;
        var factor = ValueLayout.JAVA_FLOAT;
        FunctionDescriptor product = FunctionDescriptor.ofVoid(
                number, number, number, number, number, number, factor, pointer, number, pointer, number, factor, pointer,
                number);
        return lookup.find("cblas_sgemm")
                .flatMap(sgemm -> lookup.find("openblas_get_num_threads")
                        .flatMap(get -> lookup.find("openblas_set_num_threads")
                                .map(set -> new OpenBlas(
                                        linker.downcallHandle(sgemm, product),
                                        linker.downcallHandle(get, FunctionDescriptor.of(number)),
                                        linker.downcallHandle(set, FunctionDescriptor.ofVoid(number))))));
    }

    /**
     * Does work that calls {@link #product} from several threads. Other products of the process have one thread meanwhile, and
     * those of libtorch, too.
     */
    void onOneThreadEach(Runnable work) {
        begin();
        try {
            work.run();
        } finally {
            end();
        }
    }

    /** From now on to {@link #end} each product has one thread. */
    synchronized void begin() {
        if (going++ == 0) {
            threadsBefore = threads();
            useThreads(1);
        }
    }

    synchronized void end() {
        if (--going == 0) {
            useThreads(threadsBefore);
        }
    }

    /**
     * F32 numbers, row after row.
     *
     * @param stride numbers from one row to the next
     */
    record Matrix(MemorySegment memory, int rows, int columns, int stride) {
        /** Whose rows follow each other. */
        static Matrix dense(MemorySegment memory, int rows, int columns) {
            return new Matrix(memory, rows, columns, columns);
        }

        /** @param x {@code [rows, columns]}, in row-major order */
        static Matrix of(Tensor x) {
            return dense(x.segment(), Math.toIntExact(x.size(0)), Math.toIntExact(x.size(1)));
        }

        Matrix rows(long from, long to) {
            return part(from * stride, to - from, columns);
        }

        Matrix columns(long from, long to) {
            return part(from, rows, to - from);
        }

        private Matrix part(long start, long rows, long columns) {
            return new Matrix(
                    memory.asSlice(start * Float.BYTES), Math.toIntExact(rows), Math.toIntExact(columns), stride);
        }
    }

    /** {@code c = a b}. */
    void product(Matrix a, Matrix b, Matrix c) {
        product(AS_IT_IS, 1, a, b, 0, c);
    }

    /** {@code c = factor a b^T}. */
    void productWithTransposed(float factor, Matrix a, Matrix b, Matrix c) {
        product(TRANSPOSED, factor, a, b, 0, c);
    }

    /** {@code c += a b^T}. */
    void addProductWithTransposed(Matrix a, Matrix b, Matrix c) {
        product(TRANSPOSED, 1, a, b, 1, c);
    }

    private void product(int secondIs, float factor, Matrix a, Matrix b, float kept, Matrix c) {
        try {
            product.invokeExact(
                    ROW_MAJOR, AS_IT_IS, secondIs, c.rows(), c.columns(), a.columns(), factor, a.memory(), a.stride(),
                    b.memory(), b.stride(), kept, c.memory(), c.stride());
        } catch (Throwable e) {
            throw new IllegalStateException("cblas_sgemm takes three matrices and gives nothing.", e);
        }
    }

    /** Of one product. */
    int threads() {
        try {
            return (int) threads.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("openblas_get_num_threads gives a number.", e);
        }
    }

    private void useThreads(int count) {
        try {
            useThreads.invokeExact(count);
        } catch (Throwable e) {
            throw new IllegalStateException("openblas_set_num_threads takes a number.", e);
        }
    }
}
