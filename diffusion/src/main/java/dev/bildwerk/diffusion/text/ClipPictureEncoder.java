package dev.bildwerk.diffusion.text;

import dev.bildwerk.diffusion.layers.LayerNorm;
import dev.bildwerk.diffusion.layers.Linear;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The picture half of CLIP (Radford et al. 2021), with the weights' names of transformers' {@code CLIPVisionModel} below
 * {@code vision_model} and of the projection below {@code visual_projection}.
 *
 * <p>Immutable; may be used by several threads at once, each in a {@link dev.bildwerk.engine.Scope} of its own, until
 * its weights are closed.
 */
public final class ClipPictureEncoder {
    private final ClipPictureConfig config;
    private final Tensor patches;
    private final Tensor whole;
    private final Tensor positions;
    private final LayerNorm before;
    private final List<ClipLayer> layers;
    private final LayerNorm after;
    private final Linear projection;

    /**
     * @param model of {@code CLIPVisionModel}'s inner model
     * @param projection of the visual projection
     */
    public ClipPictureEncoder(Weights model, Weights projection, ClipPictureConfig config) {
        this.config = config;
        int width = config.width();
        long places = (long) config.side() / config.patch() * (config.side() / config.patch());
        patches = model.get("embeddings.patch_embedding.weight", Init.ZEROS, width, 3, config.patch(), config.patch());
        whole = model.get("embeddings.class_embedding", Init.ZEROS, width);
        positions = model.get("embeddings.position_embedding.weight", Init.ZEROS, places + 1, width);
        before = LayerNorm.of(model.at("pre_layrnorm"), width); // Spelt so.
        layers = IntStream.range(0, config.layers())
                .mapToObj(i -> ClipLayer.of(model.at("encoder.layers." + i), config.ofLayers()))
                .toList();
        after = LayerNorm.of(model.at("post_layernorm"), width);
        this.projection = Linear.withoutBias(projection, width, config.projectionWidth());
    }

    /**
     * @param pictures {@code [batch, 3, side, side]}, normed with CLIP's means and deviations
     * @return {@code [batch, projectionWidth]}
     */
    public Tensor apply(Tensor pictures) {
        long batch = pictures.size(0);
        Tensor places = pictures.conv2d(patches, null, config.patch(), 0)
                .reshape(batch, config.width(), -1)
                .transpose(1, 2);
        Tensor first = whole.reshape(1, 1, config.width()).expand(batch, 1, config.width());
        Tensor h = before.apply(Tensor.cat(1, first, places).add(positions));
        for (ClipLayer layer : layers) {
            h = layer.apply(h, null);
        }
        return projection.apply(after.apply(h.select(1, 0)));
    }
}
