package dev.bildwerk.diffusion.vae;

import dev.bildwerk.diffusion.layers.ResnetBlock;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/** What stands at the lowest resolution of encoder and decoder; {@code attention} may be null. */
record VaeMiddle(ResnetBlock first, VaeAttention attention, ResnetBlock second) {

    static VaeMiddle of(Weights weights, VaeConfig config, double epsilon) {
        int channels = config.lastChannels();
        int groups = config.normNumGroups();
        return new VaeMiddle(
                ResnetBlock.of(weights.at("resnets.0"), channels, channels, 0, false, groups, epsilon),
                config.midBlockAttention()
                        ? VaeAttention.of(weights.at("attentions.0"), channels, groups, epsilon)
                        : null,
                ResnetBlock.of(weights.at("resnets.1"), channels, channels, 0, false, groups, epsilon));
    }

    Tensor apply(Tensor x) {
        Tensor h = first.apply(x, null);
        return second.apply(attention == null ? h : attention.apply(h), null);
    }
}
