package dev.bildwerk.diffusion.layers;

import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.LinearMap;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/** {@code x W^T + b} over the last dimension. */
public record Linear(LinearMap map) {

    public static Linear of(Weights weights, long in, long out) {
        return new Linear(weights.linear("weight", Init.fanIn(in), "bias", Init.ZEROS, out, in));
    }

    public static Linear withoutBias(Weights weights, long in, long out) {
        return new Linear(weights.linear("weight", Init.fanIn(in), null, null, out, in));
    }

    /** A layer that answers 0 before it is trained, so that what it is added to passes unchanged at first. */
    public static Linear fromZero(Weights weights, long in, long out) {
        return new Linear(weights.linear("weight", Init.ZEROS, "bias", Init.ZEROS, out, in));
    }

    public Tensor apply(Tensor x) {
        return map.apply(x);
    }
}
