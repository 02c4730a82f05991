package dev.bildwerk.diffusion.vae;

import dev.bildwerk.engine.Tensor;

/** Independent normal distributions, one an element; both tensors are {@code [batch, latentChannels, height, width]}. */
public record LatentDistribution(Tensor mean, Tensor logVariance) {

    /** @param noise standard normal, of the mean's shape */
    public Tensor sample(Tensor noise) {
        return mean.add(logVariance.mul(0.5).exp().mul(noise));
    }

    /** Divergence from the standard normal distribution, averaged over all elements, in nats. */
    public Tensor divergence() {
        return mean.square().add(logVariance.exp()).sub(logVariance).add(-1).mean().mul(0.5);
    }
}
