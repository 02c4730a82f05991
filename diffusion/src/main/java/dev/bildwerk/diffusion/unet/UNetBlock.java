package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.diffusion.layers.ResnetBlock;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.List;

/**
 * The layers at one resolution, on the way down or up.
 *
 * @param attentions one behind each residual block, or none
 * @param resample the convolution that halves the resolution on the way down, or follows its doubling on the way up; null in
 *     the last block
 */
record UNetBlock(List<ResnetBlock> resnets, List<SpatialTransformer> attentions, Conv2d resample) {

    /** One residual block and the attention behind it. */
    Tensor layer(int i, Tensor x, Tensor embedding, Tensor text) {
        return Scope.only(() -> {
            Tensor h = resnets.get(i).apply(x, embedding);
            return attentions.isEmpty() ? h : attentions.get(i).apply(h, text);
        });
    }
}
