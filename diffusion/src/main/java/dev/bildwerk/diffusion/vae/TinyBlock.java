package dev.bildwerk.diffusion.vae;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/** Three convolutions around which the input passes unchanged. */
record TinyBlock(Conv2d first, Conv2d second, Conv2d third) {

    static TinyBlock of(Weights weights, int channels) {
        return new TinyBlock(
                Conv2d.of(weights.at("conv.0"), channels, channels, 3),
                Conv2d.of(weights.at("conv.2"), channels, channels, 3),
                Conv2d.of(weights.at("conv.4"), channels, channels, 3));
    }

    /** A convolution without bias, as stands between the resolutions. */
    static Conv2d between(Weights weights, int channels, int stride) {
        return Conv2d.withoutBias(weights, Init.fanIn(9L * channels), channels, channels, 3, stride);
    }

    Tensor apply(Tensor x) {
        return Scope.only(() ->
                third.apply(second.apply(first.apply(x).relu()).relu()).add(x).relu());
    }
}
