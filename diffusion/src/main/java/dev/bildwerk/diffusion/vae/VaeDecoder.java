package dev.bildwerk.diffusion.vae;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.diffusion.layers.GroupNorm;
import dev.bildwerk.diffusion.layers.ResnetBlock;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.List;

/** From a latent to its picture. */
record VaeDecoder(Conv2d convIn, VaeMiddle middle, List<Up> upBlocks, GroupNorm normOut, Conv2d convOut) {

    /** @param upsample follows a doubling of the resolution; null in the last block */
    record Up(List<ResnetBlock> resnets, Conv2d upsample) {

        Tensor apply(Tensor x) {
            Tensor h = x;
            for (ResnetBlock resnet : resnets) {
                h = resnet.apply(h, null);
            }
            return upsample == null ? h : upsample.apply(h.upsampleNearest2x());
        }
    }

    static VaeDecoder of(Weights weights, VaeConfig config) {
        List<Integer> channels = config.blockOutChannels().reversed();
        int groups = config.normNumGroups();
        List<Up> blocks = new ArrayList<>();
        int in = channels.getFirst();
        for (int i = 0; i < channels.size(); i++) {
            int out = channels.get(i);
            Weights block = weights.at("up_blocks." + i);
            List<ResnetBlock> resnets = new ArrayList<>();
            for (int j = 0; j <= config.layersPerBlock(); j++) {
                resnets.add(ResnetBlock.of(
                        block.at("resnets." + j), j == 0 ? in : out, out, 0, false, groups, Vae.EPSILON));
            }
            boolean last = i == channels.size() - 1;
            blocks.add(new Up(
                    List.copyOf(resnets), last ? null : Conv2d.of(block.at("upsamplers.0.conv"), out, out, 3)));
            in = out;
        }
        return new VaeDecoder(
                Conv2d.of(weights.at("conv_in"), config.latentChannels(), channels.getFirst(), 3),
                VaeMiddle.of(weights.at("mid_block"), config, Vae.EPSILON),
                List.copyOf(blocks),
                GroupNorm.of(weights.at("conv_norm_out"), in, groups, Vae.EPSILON),
                Conv2d.of(weights.at("conv_out"), in, config.pictureChannels(), 3));
    }

    Tensor apply(Tensor latent) {
        Tensor h = middle.apply(convIn.apply(latent));
        for (Up block : upBlocks) {
            Tensor in = h;
            h = Scope.only(() -> block.apply(in));
        }
        return convOut.apply(normOut.apply(h).silu());
    }

    /** The same in strips, which takes less memory. */
    Tensor applyInStrips(Tensor latent, StripedLayers layers) {
        Strips h = layers.of(() -> middle.apply(convIn.apply(latent)));
        for (Up block : upBlocks) {
            for (ResnetBlock resnet : block.resnets()) {
                h = layers.resnet(resnet, h);
            }
            h = block.upsample() == null ? h : layers.doubled(block.upsample(), h);
        }
        return layers.last(normOut, convOut, h);
    }
}
