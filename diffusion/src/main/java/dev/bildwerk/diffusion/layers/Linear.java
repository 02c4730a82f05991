package dev.bildwerk.diffusion.layers;

import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/**
 * {@code x W^T + b} over the last dimension.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}, or null
 */
public record Linear(Tensor weight, Tensor bias) {

    public static Linear of(Weights weights, long in, long out) {
        return new Linear(
                weights.get("weight", Init.fanIn(in), out, in), weights.get("bias", Init.ZEROS, out));
    }

    public static Linear withoutBias(Weights weights, long in, long out) {
        return new Linear(weights.get("weight", Init.fanIn(in), out, in), null);
    }

    /** A layer that answers 0 before it is trained, so that what it is added to passes unchanged at first. */
    public static Linear fromZero(Weights weights, long in, long out) {
        return new Linear(weights.get("weight", Init.ZEROS, out, in), weights.get("bias", Init.ZEROS, out));
    }

    public Tensor apply(Tensor x) {
        return x.linear(weight, bias);
    }
}
