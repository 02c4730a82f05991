package dev.bildwerk.cli.bench;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Int8LinearMap;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.List;
import java.util.function.Supplier;

/** The most floating-point operations a second that matrix products reach on this machine, at this moment. */
final class BestRate {
    /** Rows, inner dimension and columns: products that a UNet's layers are made of, and a square one. */
    private static final List<long[]> SHAPES = List.of(
            new long[] {4096, 320, 2560},
            new long[] {4096, 1280, 1280},
            new long[] {1024, 1280, 5120},
            new long[] {2048, 2048, 2048});

    private static final double SECONDS_EACH = 0.6;

    /** After which no further shape is begun: a processor without instructions for a format takes seconds for one product. */
    private static final double SECONDS_ALL = 3;

    private BestRate() {}

    /**
     * In operations a second.
     *
     * @param format I8 for products of F32 that are computed in eight bits, with their way there and back
     */
    static double measure(Device device, DType format) {
        long end = System.nanoTime() + (long) (SECONDS_ALL * 1e9);
        return SHAPES.stream()
                .takeWhile(shape -> shape == SHAPES.getFirst() || System.nanoTime() < end)
                .mapToDouble(shape -> measure(device, format, shape))
                .max()
                .orElseThrow();
    }

    private static double measure(Device device, DType format, long[] shape) {
        DType given = format == DType.I8 ? DType.F32 : format;
        try (Scope scope = Scope.open()) {
            Tensor x = RandomTensor.of(device, given, shape[0], shape[1]);
            Tensor weight = RandomTensor.of(device, given, shape[2], shape[1]);
            double operations = 2.0 * shape[0] * shape[1] * shape[2];
            if (format != DType.I8) {
                return best(operations, () -> x.linear(weight, null));
            }
            try (Int8LinearMap map = Int8LinearMap.of(weight, null)) {
                return best(operations, () -> map.apply(x));
            }
        }
    }

    private static double best(double operations, Supplier<Tensor> product) {
        double best = 0;
        long end = System.nanoTime() + (long) (SECONDS_EACH * 1e9);
        while (System.nanoTime() < end || best == 0) {
            long start = System.nanoTime();
            try (Scope each = Scope.open()) {
                Finished.wait(product.get());
            }
            best = Math.max(best, operations / ((System.nanoTime() - start) / 1e9));
        }
        return best;
    }
}
