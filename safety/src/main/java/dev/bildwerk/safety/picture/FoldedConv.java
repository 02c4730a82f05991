package dev.bildwerk.safety.picture;

import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/**
 * A convolution of the MobileNets, its batch norm folded in, over {@code [batch, channels, height, width]}. Padding is TensorFlow's
 * {@code SAME} for even sides: a stride of 2 pads to the right and below alone.
 *
 * @param weight {@code [out, in, size, size]}, or {@code [channels, 1, size, size]} where each channel goes by itself
 * @param bias {@code [out]}
 */
record FoldedConv(Tensor weight, Tensor bias, int stride, boolean depthwise) {

    static FoldedConv of(Weights weights, String key, int in, int out, int size, int stride) {
        return new FoldedConv(
                weights.get(key + ".weight", Init.ZEROS, out, in, size, size),
                weights.get(key + ".bias", Init.ZEROS, out),
                stride,
                false);
    }

    static FoldedConv depthwise(Weights weights, String key, int channels, int stride) {
        return new FoldedConv(
                weights.get(key + ".weight", Init.ZEROS, channels, 1, 3, 3),
                weights.get(key + ".bias", Init.ZEROS, channels),
                stride,
                true);
    }

    Tensor apply(Tensor x) {
        long size = weight.size(2);
        boolean pads = stride == 2 && size > 1;
        Tensor padded = pads ? x.pad(0, size - 2, 0, size - 2) : x;
        long padding = pads ? 0 : size / 2;
        return depthwise
                ? padded.depthwiseConv2d(weight, bias, stride, padding)
                : padded.conv2d(weight, bias, stride, padding);
    }

    /** Followed by ReLU6. */
    Tensor activated(Tensor x) {
        return Scope.only(() -> apply(x).clamp(0, 6));
    }
}
