package dev.bildwerk.engine;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A weight in signed eight bits with one scale for each output channel, symmetric: -127 to 127 times the scale.
 *
 * @param quantised in libtorch's own quantised format
 * @param scales {@code [out]}, F32
 * @param zeroPoints {@code [out]}, I64, all 0
 */
record Int8Weight(
        org.bytedeco.pytorch.Tensor quantised,
        org.bytedeco.pytorch.Tensor scales,
        org.bytedeco.pytorch.Tensor zeroPoints) {
    private static final double MOST = 127;
    /** For channels of zeros, whose scale would be 0. */
    private static final double LEAST_SCALE = 1e-12;

    /** @param weight {@code [out, ...]} on the CPU */
    static Int8Weight of(Tensor weight) {
        var wide = weight.pointer().to(ScalarType.Float);
        long[] others = new long[weight.dimensions() - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = i + 1;
        }
        var scales = wide.abs()
                .amax(others, false)
                .div(new Scalar(MOST))
                .clamp_min(new Scalar(LEAST_SCALE));
        var zeroPoints = torch.zeros(
                new long[] {weight.size(0)}, new TensorOptions().dtype(new ScalarTypeOptional(ScalarType.Long)));
        return new Int8Weight(
                torch.quantize_per_channel(wide, scales, zeroPoints, 0, ScalarType.QInt8), scales, zeroPoints);
    }
}
