package dev.bildwerk.diffusion.vae;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * From a latent to its picture.
 *
 * <p>Immutable; may be used by several threads at once, each in a {@link dev.bildwerk.engine.Scope} of its own, until
 * its weights are closed.
 */
public final class TinyDecoder {
    private static final double LATENT_MAGNITUDE = 3;

    private final List<UnaryOperator<Tensor>> layers = new ArrayList<>();

    /** @param weights named {@code decoder.layers.N} */
    public TinyDecoder(Weights weights, TinyVaeConfig config) {
        Weights numbered = weights.at("decoder.layers");
        int channels = config.channels();
        layers.add(Conv2d.of(numbered.at("0"), config.latentChannels(), channels, 3)::apply);
        layers.add(Tensor::relu);
        int stages = config.decoderBlocks().size();
        for (int stage = 0; stage < stages; stage++) {
            for (int i = 0; i < config.decoderBlocks().get(stage); i++) {
                layers.add(TinyBlock.of(numbered.at(String.valueOf(layers.size())), channels)::apply);
            }
            if (stage < stages - 1) {
                layers.add(Tensor::upsampleNearest2x);
                layers.add(TinyBlock.between(numbered.at(String.valueOf(layers.size())), channels, 1)::apply);
            }
        }
        layers.add(Conv2d.of(numbered.at(String.valueOf(layers.size())), channels, 3, 3)::apply);
    }

    Tensor apply(Tensor latent) {
        // It was trained on latents that are softly kept within its magnitude, and gives values from 0 to 1.
        Tensor h = latent.mul(1 / LATENT_MAGNITUDE).tanh().mul(LATENT_MAGNITUDE);
        for (UnaryOperator<Tensor> layer : layers) {
            Tensor in = h;
            h = Scope.only(() -> layer.apply(in));
        }
        return h.mul(2).add(-1);
    }
}
