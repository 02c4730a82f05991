package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.ResnetBlock;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.List;

/** Makes the layers that all blocks of a denoiser are built of. */
record UNetLayers(UNetConfig config) {

    ResnetBlock resnet(Weights weights, int in, int out) {
        return ResnetBlock.of(
                weights,
                in,
                out,
                config.embeddingWidth(),
                config.scaleShift(),
                config.normNumGroups(),
                config.normEpsilon());
    }

    /** @param level counted from the top */
    SpatialTransformer attention(Weights weights, int level) {
        return SpatialTransformer.of(
                weights,
                config,
                config.blockOutChannels().get(level),
                config.heads().get(level),
                config.transformerLayers().get(level));
    }

    /** One for each residual block, or none where the level does not attend. */
    List<SpatialTransformer> attentions(Weights block, int level, int count) {
        if (!config.attention().get(level)) {
            return List.of();
        }
        List<SpatialTransformer> attentions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            attentions.add(attention(block.at("attentions." + i), level));
        }
        return List.copyOf(attentions);
    }
}
