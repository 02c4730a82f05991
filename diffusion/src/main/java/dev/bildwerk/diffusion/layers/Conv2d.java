package dev.bildwerk.diffusion.layers;

import dev.bildwerk.engine.ConvolutionMap;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.function.UnaryOperator;

/**
 * A convolution over {@code [batch, channels, height, width]}.
 *
 * @param padding pixels of zeros on each edge, or of the opposite edge while {@link Tiling} is on
 */
public record Conv2d(ConvolutionMap map, int padding) {

    /** Keeps height and width; {@code size} is odd. */
    public static Conv2d of(Weights weights, long in, long out, int size) {
        return of(weights, in, out, size, 1, size / 2);
    }

    public static Conv2d of(Weights weights, long in, long out, int size, int stride, int padding) {
        Init init = Init.fanIn(in * size * size);
        return new Conv2d(weights.convolution("weight", init, "bias", init, stride, out, in, size, size), padding);
    }

    /** Keeps height and width. */
    public static Conv2d withoutBias(Weights weights, Init init, long in, long out, int size, int stride) {
        return new Conv2d(weights.convolution("weight", init, null, null, stride, out, in, size, size), size / 2);
    }

    /** A layer that answers 0 before it is trained. */
    public static Conv2d fromZero(Weights weights, long in, long out, int size) {
        return new Conv2d(
                weights.convolution("weight", Init.ZEROS, "bias", Init.ZEROS, 1, out, in, size, size), size / 2);
    }

    public Tensor apply(Tensor x) {
        return padding > 0 && Tiling.isOn()
                ? map.apply(x.padCircular(padding, padding, padding, padding), 0)
                : map.apply(x, padding);
    }

    /**
     * The same for pieces that come one after another with their edges, as {@link #padding} asks for them; while the open scope
     * is open.
     *
     * @param first of the pieces; the others are not wider and have as many channels
     */
    public UnaryOperator<Tensor> ofPieces(Tensor first) {
        return map.ofPieces(first);
    }

    /** Channels of what it gives. */
    public long outChannels() {
        return map.outChannels();
    }
}
