package dev.bildwerk.diffusion.checkpoint.detect;

import dev.bildwerk.diffusion.vae.VaeConfig;
import java.util.List;
import java.util.stream.IntStream;

/** Reads an autoencoder's configuration from its weights, in CompVis' layout or in diffusers'. */
final class VaeShapes {
    private static final int GROUPS = 32;

    private VaeShapes() {}

    /** Whether these are the tensors of such an autoencoder in CompVis' layout. */
    static boolean isCompVis(Manifest vae) {
        return vae.has("encoder.down.0.block.0.conv1.weight") && vae.has("decoder.mid.block_1.conv1.weight");
    }

    /** Whether these are the tensors of such an autoencoder in diffusers' layout. */
    static boolean isDiffusers(Manifest vae) {
        return vae.has("encoder.down_blocks.0.resnets.0.conv1.weight")
                && vae.has("decoder.mid_block.resnets.0.conv1.weight");
    }

    /**
     * @param vae its tensors without a prefix
     * @param scalingFactor which no shape shows
     * @throws UnknownShapeException where the weights are of neither layout
     */
    static VaeConfig read(Manifest vae, double scalingFactor) {
        boolean compVis = isCompVis(vae);
        if (!compVis && !isDiffusers(vae)) {
            throw new UnknownShapeException("its encoder or decoder is missing");
        }
        String level = compVis ? "encoder.down." : "encoder.down_blocks.";
        String resnet = compVis ? ".block." : ".resnets.";
        List<Integer> channels = IntStream.range(0, vae.countBelow(level))
                .map(i -> vae.size(level + i + resnet + "0.conv1.weight", 0))
                .boxed()
                .toList();
        int latentChannels = vae.size("decoder.conv_in.weight", 1);
        if (channels.contains(0) || channels.size() > 16 || latentChannels == 0) {
            throw new UnknownShapeException("a level of its encoder is missing");
        }
        return new VaeConfig(
                3,
                latentChannels,
                channels,
                vae.countBelow(level + "0" + resnet),
                GROUPS,
                vae.hasBelow(compVis ? "decoder.mid.attn_1." : "decoder.mid_block.attentions.0."),
                vae.has("quant_conv.weight"),
                scalingFactor,
                0);
    }
}
