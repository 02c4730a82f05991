package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.diffusion.layers.ResnetBlock;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.List;

/** The way down and the middle: the half of a {@link UNet} that a {@link ControlNet} has too, under the same names. */
final class UNetEncoder {
    private final Conv2d convIn;
    private final ConditionEmbedding conditions;
    private final List<UNetBlock> downBlocks;
    private final ResnetBlock middleFirst;
    private final SpatialTransformer middleAttention;
    private final ResnetBlock middleSecond;

    UNetEncoder(Weights weights, UNetConfig config) {
        UNetLayers layers = new UNetLayers(config);
        List<Integer> channels = config.blockOutChannels();
        int last = channels.size() - 1;
        int widest = channels.get(last);
        convIn = Conv2d.of(weights.wide().at("conv_in"), config.inChannels(), channels.getFirst(), 3);
        conditions = ConditionEmbedding.of(weights.wide(), config);
        downBlocks = down(weights, config, layers);
        Weights middle = weights.at("mid_block");
        middleFirst = layers.resnet(middle.at("resnets.0"), widest, widest);
        middleAttention = layers.attention(middle.at("attentions.0"), last);
        middleSecond = layers.resnet(middle.at("resnets.1"), widest, widest);
    }

    /**
     * What the way up needs.
     *
     * @param embedding what steers every residual block, behind its activation
     * @param skips for the skip connections, from the top down
     * @param middle the lowest resolution's features; null where the way ends before
     */
    record Features(Tensor embedding, List<Tensor> skips, Tensor middle) {}

    /**
     * @param hint {@code [batch, firstChannels, height, width]}, added behind the first convolution; null for none
     * @param levels added in each block: behind the attention where it has one, else behind the halving; one more is for the
     *     middle; none for nothing
     */
    Features apply(UNetInput input, Tensor hint, List<Tensor> levels) {
        return apply(input, hint, levels, Integer.MAX_VALUE);
    }

    /** @param wanted how many skip connections are; where these are fewer than all, the way ends with the last of them */
    Features apply(UNetInput input, Tensor hint, List<Tensor> levels, int wanted) {
        Tensor embedding = conditions.apply(input).silu();
        Tensor h = convIn.apply(input.sample());
        h = hint == null ? h : h.add(hint);
        List<Tensor> skips = new ArrayList<>();
        skips.add(h);
        if (wanted == 1) {
            return new Features(embedding, skips, null);
        }
        for (int level = 0; level < downBlocks.size(); level++) {
            UNetBlock block = downBlocks.get(level);
            Tensor added = level < levels.size() ? levels.get(level) : null;
            boolean early = added != null && !block.attentions().isEmpty();
            int last = block.resnets().size() - 1;
            for (int i = 0; i <= last; i++) {
                h = block.layer(i, h, embedding, input.text());
                h = early && i == last ? h.add(added) : h;
                skips.add(h);
                if (skips.size() == wanted && (i < last || block.resample() != null)) {
                    return new Features(embedding, skips, null);
                }
            }
            if (block.resample() != null) {
                h = block.resample().apply(h);
                skips.add(h);
            }
            if (added != null && !early) {
                h = h.add(added);
                skips.set(skips.size() - 1, h);
            }
            if (skips.size() == wanted) {
                return new Features(embedding, skips, null);
            }
        }
        h = middleFirst.apply(h, embedding);
        h = middleSecond.apply(middleAttention.apply(h, input.text()), embedding);
        boolean toMiddle = levels.size() > downBlocks.size();
        return new Features(embedding, skips, toMiddle ? h.add(levels.get(downBlocks.size())) : h);
    }

    private static List<UNetBlock> down(Weights weights, UNetConfig config, UNetLayers layers) {
        List<Integer> channels = config.blockOutChannels();
        List<UNetBlock> blocks = new ArrayList<>();
        int in = channels.getFirst();
        for (int i = 0; i < channels.size(); i++) {
            int out = channels.get(i);
            Weights block = weights.at("down_blocks." + i);
            List<ResnetBlock> resnets = new ArrayList<>();
            for (int j = 0; j < config.layersPerBlock(); j++) {
                resnets.add(layers.resnet(block.at("resnets." + j), j == 0 ? in : out, out));
            }
            boolean last = i == channels.size() - 1;
            blocks.add(new UNetBlock(
                    List.copyOf(resnets),
                    layers.attentions(block, i, config.layersPerBlock()),
                    last ? null : Conv2d.of(block.at("downsamplers.0.conv"), out, out, 3, 2, 1)));
            in = out;
        }
        return List.copyOf(blocks);
    }
}
