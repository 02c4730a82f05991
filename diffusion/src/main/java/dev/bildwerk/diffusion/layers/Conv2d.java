package dev.bildwerk.diffusion.layers;

import dev.bildwerk.engine.Convolution;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/**
 * A convolution over {@code [batch, channels, height, width]}.
 *
 * @param weight {@code [out, in, size, size]}
 * @param bias {@code [out]}
 * @param padding pixels of zeros on each edge, or of the opposite edge while {@link Tiling} is on
 */
public record Conv2d(Tensor weight, Tensor bias, int stride, int padding) {

    /** Keeps height and width; {@code size} is odd. */
    public static Conv2d of(Weights weights, long in, long out, int size) {
        return of(weights, in, out, size, 1, size / 2);
    }

    public static Conv2d of(Weights weights, long in, long out, int size, int stride, int padding) {
        Init init = Init.fanIn(in * size * size);
        return new Conv2d(
                weights.get("weight", init, out, in, size, size), weights.get("bias", init, out), stride, padding);
    }

    /** A layer that answers 0 before it is trained. */
    public static Conv2d fromZero(Weights weights, long in, long out, int size) {
        return new Conv2d(
                weights.get("weight", Init.ZEROS, out, in, size, size),
                weights.get("bias", Init.ZEROS, out),
                1,
                size / 2);
    }

    public Tensor apply(Tensor x) {
        return padding > 0 && Tiling.isOn()
                ? Convolution.apply(x.padCircular(padding, padding, padding, padding), weight, bias, stride, 0)
                : Convolution.apply(x, weight, bias, stride, padding);
    }
}
