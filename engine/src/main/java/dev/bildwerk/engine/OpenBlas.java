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

    /** Does work that calls {@link #product} from several threads. Other products of the process have one thread meanwhile. */
    void onOneThreadEach(Runnable work) {
        begin();
        try {
            work.run();
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        if (going++ == 0) {
            threadsBefore = threads();
            useThreads(1);
        }
    }

    private synchronized void end() {
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
    }

    /** {@code c = a b}. */
    void product(Matrix a, Matrix b, Matrix c) {
        product(AS_IT_IS, 1, a, b, c, a.columns());
    }

    /** {@code c = factor a b^T}. */
    void productWithTransposed(float factor, Matrix a, Matrix b, Matrix c) {
        product(TRANSPOSED, factor, a, b, c, a.columns());
    }

    private void product(int secondIs, float factor, Matrix a, Matrix b, Matrix c, int inner) {
        try {
            product.invokeExact(
                    ROW_MAJOR, AS_IT_IS, secondIs, c.rows(), c.columns(), inner, factor, a.memory(), a.stride(),
                    b.memory(), b.stride(), 0f, c.memory(), c.stride());
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
