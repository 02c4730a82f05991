package dev.bildwerk.diffusion.layers;

import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/** Layer normalisation (Ba et al. 2016) over the last dimension; weight and bias are {@code [width]}. */
public record LayerNorm(Tensor weight, Tensor bias) {
    private static final double EPSILON = 1e-5;

    public static LayerNorm of(Weights weights, long width) {
        return new LayerNorm(weights.get("weight", Init.ONES, width), weights.get("bias", Init.ZEROS, width));
    }

    public Tensor apply(Tensor x) {
        return x.layerNorm(weight, bias, EPSILON);
    }
}
