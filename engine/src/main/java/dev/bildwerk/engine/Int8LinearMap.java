package dev.bildwerk.engine;

import org.bytedeco.pytorch.IValue;

/**
 * In eight bits, by FBGEMM: the weight with one scale for each output, what goes in with one scale for the whole tensor, found
 * anew in each call. On the CPU only.
 *
 * <p>May be used by several threads at once, until it is closed.
 */
public final class Int8LinearMap implements LinearMap, AutoCloseable {
    static {
        LibTorch.await();
    }

    private static final NativeOperator PREPACK = NativeOperator.named("quantized::linear_prepack");
    private static final NativeOperator APPLY = NativeOperator.named("quantized::linear_dynamic");

    private final IValue packed;
    private final long in;

    private Int8LinearMap(IValue packed, long in) {
        this.packed = packed;
        this.in = in;
    }

    /**
     * @param weight {@code [out, in]} or {@code [out, in, 1, 1]}; it is not needed afterwards
     * @param bias {@code [out]}, or null
     */
    public static Int8LinearMap of(Tensor weight, Tensor bias) {
        try (Scope scope = Scope.open()) {
            Int8Weight eight = Int8Weight.of(weight.reshape(weight.size(0), weight.size(1)));
            IValue packed = PREPACK.call(
                    new IValue(eight.quantised()),
                    NativeOperator.of(bias == null ? null : bias.to(DType.F32)));
            return new Int8LinearMap(NativeOperator.kept(packed), weight.size(1));
        }
    }

    @Override
    public Tensor apply(Tensor x) {
        return Scope.only(() -> {
            Tensor product =
                    APPLY.tensor(NativeOperator.of(x.to(DType.F32)), packed, new IValue(Int8Values.REDUCED));
            return Flops.counted(product.to(x.dtype()), () -> product.count() * in);
        });
    }

    @Override
    public void close() {
        packed.close();
    }
}
