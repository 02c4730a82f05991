package dev.bildwerk.diffusion.vae;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.diffusion.layers.GroupNorm;
import dev.bildwerk.diffusion.layers.ResnetBlock;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.List;

/** From a picture to the mean and log variance of its latent. */
record VaeEncoder(Conv2d convIn, List<Down> downBlocks, VaeMiddle middle, GroupNorm normOut, Conv2d convOut) {

    /** @param downsample halves the resolution; null in the last block */
    record Down(List<ResnetBlock> resnets, Conv2d downsample) {

        Tensor apply(Tensor x) {
            Tensor h = x;
            for (ResnetBlock resnet : resnets) {
                h = resnet.apply(h, null);
            }
            // The reference pads only the right and the bottom edge here.
            return downsample == null ? h : downsample.apply(h.pad(0, 1, 0, 1));
        }
    }

    static VaeEncoder of(Weights weights, VaeConfig config) {
        List<Integer> channels = config.blockOutChannels();
        int groups = config.normNumGroups();
        List<Down> blocks = new ArrayList<>();
        int in = channels.getFirst();
        for (int i = 0; i < channels.size(); i++) {
            int out = channels.get(i);
            Weights block = weights.at("down_blocks." + i);
            List<ResnetBlock> resnets = new ArrayList<>();
            for (int j = 0; j < config.layersPerBlock(); j++) {
                resnets.add(ResnetBlock.of(
                        block.at("resnets." + j), j == 0 ? in : out, out, 0, false, groups, Vae.EPSILON));
            }
            boolean last = i == channels.size() - 1;
            blocks.add(new Down(
                    List.copyOf(resnets),
                    last ? null : Conv2d.of(block.at("downsamplers.0.conv"), out, out, 3, 2, 0)));
            in = out;
        }
        return new VaeEncoder(
                Conv2d.of(weights.at("conv_in"), config.pictureChannels(), channels.getFirst(), 3),
                List.copyOf(blocks),
                VaeMiddle.of(weights.at("mid_block"), config, Vae.EPSILON),
                GroupNorm.of(weights.at("conv_norm_out"), in, groups, Vae.EPSILON),
                Conv2d.of(weights.at("conv_out"), in, 2L * config.latentChannels(), 3));
    }

    Tensor apply(Tensor picture) {
        Tensor h = convIn.apply(picture);
        for (Down block : downBlocks) {
            Tensor in = h;
            h = Scope.only(() -> block.apply(in));
        }
        return convOut.apply(normOut.apply(middle.apply(h)).silu());
    }

    /** The same in strips, which takes less memory. */
    Tensor applyInStrips(Tensor picture, StripedLayers layers) {
        Strips h = layers.conv(convIn, layers.of(() -> picture));
        for (Down block : downBlocks) {
            for (ResnetBlock resnet : block.resnets()) {
                h = layers.resnet(resnet, h);
            }
            h = block.downsample() == null ? h : layers.halved(block.downsample(), h);
        }
        Tensor small = layers.joined(h);
        return convOut.apply(normOut.apply(middle.apply(small)).silu());
    }
}
