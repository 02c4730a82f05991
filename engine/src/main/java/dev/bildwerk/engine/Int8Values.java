package dev.bildwerk.engine;

import dev.bildwerk.engine.cpu.CpuFeatures;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a layer is given, in unsigned bytes: {@code (byte - zeroPoint) * scale}. Between them lie the tensor's smallest and
 * largest value, and 0 is a byte of its own, for padding is zeros.
 *
 * @param bytes channels-last, over the memory of {@code owner}
 */
record Int8Values(
        org.bytedeco.pytorch.Tensor bytes, double scale, long zeroPoint, org.bytedeco.pytorch.Tensor owner) {

    /** Seven bits are used where eight would overflow. */
    static final boolean REDUCED = CpuFeatures.ofThisMachine().int8NeedsHeadroom();

    private static final int LEVELS = REDUCED ? 127 : 255;

    /** @param x {@code [batch, channels, height, width]} on the CPU, finite */
    static Int8Values of(Tensor x) {
        var wide = x.channelsLast().pointer().to(ScalarType.Float);
        var ends = torch.aminmax(wide);
        double least = Math.min(0, ends.get0().item_float());
        double most = Math.max(0, ends.get1().item_float());
        double scale = most > least ? (most - least) / LEVELS : 1;
        long zeroPoint = Math.clamp(Math.round(-least / scale), 0, LEVELS);
        var owner = torch.quantize_per_tensor(wide, scale, zeroPoint, ScalarType.QUInt8);
        TensorOptions options = DTypes.options(DType.U8);
        long channels = x.size(1);
        long width = x.size(3);
        var bytes = torch.from_blob(
                owner.data_ptr(),
                x.shape(),
                new long[] {channels * x.size(2) * width, 1, channels * width, channels},
                options);
        return new Int8Values(bytes, scale, zeroPoint, owner);
    }
}
