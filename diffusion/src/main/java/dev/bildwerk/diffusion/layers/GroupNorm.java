package dev.bildwerk.diffusion.layers;

import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/** Group normalisation (Wu and He 2018) over {@code [batch, channels, ...]}; weight and bias are {@code [channels]}. */
public record GroupNorm(Tensor weight, Tensor bias, int groups, double epsilon) {

    public static GroupNorm of(Weights weights, long channels, int groups, double epsilon) {
        return new GroupNorm(
                weights.get("weight", Init.ONES, channels), weights.get("bias", Init.ZEROS, channels), groups, epsilon);
    }

    public Tensor apply(Tensor x) {
        return x.groupNorm(groups, weight, bias, epsilon);
    }
}
