package dev.bildwerk.engine;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.IValue;

/**
 * In eight bits, by oneDNN: the weight with one scale for each output channel, what goes in with one scale and zero point for
 * the whole tensor, found anew in each call. On the CPU only.
 *
 * <p>May be used by several threads at once, until it is closed.
 */
public final class Int8ConvolutionMap implements ConvolutionMap, AutoCloseable {
    static {
        LibTorch.await();
    }

    private static final NativeOperator PREPACK = NativeOperator.named("onednn::qconv_prepack");
    private static final NativeOperator APPLY = NativeOperator.named("onednn::qconv2d_pointwise");
    private static final int FUSED_SCALARS = 15;
    /** Any but 0: the weight is then packed with what an input's zero point needs, and not anew in each call. */
    private static final long SOME_ZERO_POINT = 64;

    /** Arguments that are the same in every call; lists are made by a parser and therefore once. */
    private static final IValue ONES = NativeOperator.integers(1, 1);
    private static final IValue TWOS = NativeOperator.integers(2, 2);
    private static final IValue NONES = NativeOperator.integers(0, 0);
    private static final IValue NO_SCALARS = APPLY.emptyList(FUSED_SCALARS);

    private final IValue packed;
    private final Tensor scales;
    private final Tensor zeroPoints;
    private final Tensor bias;
    private final int stride;
    private final long inputsOfOne;

    private Int8ConvolutionMap(
            IValue packed, Tensor scales, Tensor zeroPoints, Tensor bias, int stride, long inputsOfOne) {
        this.packed = packed;
        this.scales = scales;
        this.zeroPoints = zeroPoints;
        this.bias = bias;
        this.stride = stride;
        this.inputsOfOne = inputsOfOne;
    }

    /**
     * @param weight {@code [out, in, size, size]}; it is not needed afterwards
     * @param bias {@code [out]}, or null
     * @param stride 1 or 2
     */
    public static Int8ConvolutionMap of(Tensor weight, Tensor bias, int stride) {
        try (Scope scope = Scope.open()) {
            Int8Weight eight = Int8Weight.of(weight);
            IValue packed = PREPACK.call(
                    new IValue(eight.quantised().int_repr()),
                    new IValue(eight.scales()),
                    new IValue(1.0),
                    new IValue(SOME_ZERO_POINT),
                    pair(stride),
                    pair((int) weight.size(2) / 2),
                    ONES,
                    new IValue(1L),
                    new IValue());
            return new Int8ConvolutionMap(
                    NativeOperator.kept(packed),
                    Scope.release(new Tensor(eight.scales())),
                    Scope.release(new Tensor(eight.zeroPoints())),
                    bias == null ? null : Scope.release(bias.copyTo(Device.CPU, DType.F32, false)),
                    stride,
                    weight.count() / weight.size(0));
        }
    }

    @Override
    public Tensor apply(Tensor x, int padding) {
        return Scope.only(() -> {
            Int8Values values = Int8Values.of(x);
            Tensor convolved = APPLY.tensor(
                    new IValue(values.bytes()),
                    new IValue(values.scale()),
                    new IValue(values.zeroPoint()),
                    packed,
                    NativeOperator.of(scales),
                    NativeOperator.of(zeroPoints),
                    NativeOperator.of(bias),
                    pair(stride),
                    pair(padding),
                    ONES,
                    new IValue(1L),
                    new IValue(1.0),
                    new IValue(0L),
                    new IValue((long) DTypes.scalarType(x.dtype()).value),
                    new IValue("none"),
                    NO_SCALARS,
                    new IValue(""));
            return Flops.counted(convolved, () -> convolved.count() * inputsOfOne);
        });
    }

    @Override
    public UnaryOperator<Tensor> ofPieces(Tensor first) {
        return piece -> apply(piece, 0);
    }

    @Override
    public long outChannels() {
        return scales.count();
    }

    private static IValue pair(int value) {
        return switch (value) {
            case 0 -> NONES;
            case 1 -> ONES;
            case 2 -> TWOS;
            default -> throw new IllegalArgumentException("A stride or padding of %d is not used.".formatted(value));
        };
    }

    @Override
    public void close() {
        packed.close();
        scales.close();
        zeroPoints.close();
        if (bias != null) {
            bias.close();
        }
    }
}
