package dev.bildwerk.diffusion.vae;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * From a picture to its latent.
 *
 * <p>Immutable; may be used by several threads at once, each in a {@link dev.bildwerk.engine.Scope} of its own, until
 * its weights are closed.
 */
public final class TinyEncoder {
    private final List<UnaryOperator<Tensor>> layers = new ArrayList<>();

    /** @param weights named {@code encoder.layers.N} */
    public TinyEncoder(Weights weights, TinyVaeConfig config) {
        Weights numbered = weights.at("encoder.layers");
        int channels = config.channels();
        for (int stage = 0; stage < config.encoderBlocks().size(); stage++) {
            Weights weight = numbered.at(String.valueOf(layers.size()));
            Conv2d conv = stage == 0 ? Conv2d.of(weight, 3, channels, 3) : TinyBlock.between(weight, channels, 2);
            layers.add(conv::apply);
            for (int i = 0; i < config.encoderBlocks().get(stage); i++) {
                layers.add(TinyBlock.of(numbered.at(String.valueOf(layers.size())), channels)::apply);
            }
        }
        layers.add(Conv2d.of(numbered.at(String.valueOf(layers.size())), channels, config.latentChannels(), 3)::apply);
    }

    Tensor apply(Tensor picture) {
        // It was trained on values from 0 to 1.
        Tensor h = picture.add(1).mul(0.5);
        for (UnaryOperator<Tensor> layer : layers) {
            h = layer.apply(h);
        }
        return h;
    }
}
