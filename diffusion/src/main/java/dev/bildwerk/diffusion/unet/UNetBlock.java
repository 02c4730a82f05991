package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.diffusion.layers.ResnetBlock;
import java.util.List;

/**
 * The layers at one resolution, on the way down or up.
 *
 * @param attentions one behind each residual block, or none
 * @param resample the convolution that halves the resolution on the way down, or follows its doubling on the way up; null in
 *     the last block
 */
record UNetBlock(List<ResnetBlock> resnets, List<SpatialTransformer> attentions, Conv2d resample) {}
