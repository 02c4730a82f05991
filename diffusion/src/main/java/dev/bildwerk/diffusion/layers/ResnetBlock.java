package dev.bildwerk.diffusion.layers;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/**
 * Two normalised convolutions around which the input passes unchanged, as diffusers' {@code ResnetBlock2D}.
 *
 * @param timeProjection brings the timestep's embedding to the channels; null in an autoencoder
 * @param scaleShift whether the embedding scales and shifts the second norm's output instead of being added before it
 * @param shortcut brings the input to the output's channels; null where they are the same
 */
public record ResnetBlock(
        GroupNorm norm1,
        Conv2d conv1,
        Linear timeProjection,
        boolean scaleShift,
        GroupNorm norm2,
        Conv2d conv2,
        Conv2d shortcut) {

    /** @param embedding width of the timestep's embedding; 0 for a block without one */
    public static ResnetBlock of(
            Weights weights, long in, long out, long embedding, boolean scaleShift, int groups, double epsilon) {
        return new ResnetBlock(
                GroupNorm.of(weights.at("norm1"), in, groups, epsilon),
                Conv2d.of(weights.at("conv1"), in, out, 3),
                embedding == 0
                        ? null
                        : Linear.of(weights.at("time_emb_proj"), embedding, scaleShift ? 2 * out : out),
                scaleShift,
                GroupNorm.of(weights.at("norm2"), out, groups, epsilon),
                Conv2d.fromZero(weights.at("conv2"), out, out, 3),
                in == out ? null : Conv2d.of(weights.at("conv_shortcut"), in, out, 1));
    }

    /**
     * @param x {@code [batch, in, height, width]}
     * @param embedding {@code [batch, embedding]} after its activation, or null
     * @return {@code [batch, out, height, width]}
     */
    public Tensor apply(Tensor x, Tensor embedding) {
        return Scope.only(() -> compute(x, embedding));
    }

    private Tensor compute(Tensor x, Tensor embedding) {
        Tensor h = conv1.apply(norm1.apply(x).silu());
        if (timeProjection == null) {
            h = norm2.apply(h);
        } else {
            Tensor time = timeProjection.apply(embedding).unsqueeze(2).unsqueeze(3);
            if (scaleShift) {
                Tensor[] scaleAndShift = time.chunk(2, 1);
                h = norm2.apply(h).mul(scaleAndShift[0].add(1)).add(scaleAndShift[1]);
            } else {
                h = norm2.apply(h.add(time));
            }
        }
        return conv2.apply(h.silu()).add(shortcut == null ? x : shortcut.apply(x));
    }
}
