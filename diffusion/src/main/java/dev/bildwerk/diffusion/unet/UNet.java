package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.diffusion.layers.GroupNorm;
import dev.bildwerk.diffusion.layers.ResnetBlock;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The denoiser of Stable Diffusion 1, 2 and XL and of the default model, which differ by their {@link UNetConfig} alone; the
 * weights' names are those of diffusers' {@code UNet2DConditionModel}.
 */
public final class UNet {
    private final UNetConfig config;
    private final Conv2d convIn;
    private final ConditionEmbedding conditions;
    private final List<UNetBlock> downBlocks;
    private final ResnetBlock middleFirst;
    private final SpatialTransformer middleAttention;
    private final ResnetBlock middleSecond;
    private final List<UNetBlock> upBlocks;
    private final GroupNorm normOut;
    private final Conv2d convOut;

    public UNet(Weights weights, UNetConfig config) {
        this.config = config;
        List<Integer> channels = config.blockOutChannels();
        int last = channels.size() - 1;
        int widest = channels.get(last);
        convIn = Conv2d.of(weights.at("conv_in"), config.inChannels(), channels.getFirst(), 3);
        conditions = ConditionEmbedding.of(weights, config);
        downBlocks = down(weights);
        Weights middle = weights.at("mid_block");
        middleFirst = resnet(middle.at("resnets.0"), widest, widest);
        middleAttention = SpatialTransformer.of(
                middle.at("attentions.0"),
                config,
                widest,
                config.heads().get(last),
                config.transformerLayers().get(last));
        middleSecond = resnet(middle.at("resnets.1"), widest, widest);
        upBlocks = up(weights);
        normOut = GroupNorm.of(
                weights.at("conv_norm_out"), channels.getFirst(), config.normNumGroups(), config.normEpsilon());
        convOut = Conv2d.fromZero(weights.at("conv_out"), channels.getFirst(), config.outChannels(), 3);
    }

    public UNetConfig config() {
        return config;
    }

    /**
     * The prediction (of the noise, or of the velocity: as the model was trained).
     *
     * @return {@code [batch, outChannels, height, width]}, in the sample's format
     */
    public Tensor apply(UNetInput input) {
        Tensor embedding = conditions.apply(input).silu();
        Tensor h = convIn.apply(input.sample());
        Deque<Tensor> skips = new ArrayDeque<>();
        skips.push(h);
        for (UNetBlock block : downBlocks) {
            for (int i = 0; i < block.resnets().size(); i++) {
                h = layer(block, i, h, embedding, input.text());
                skips.push(h);
            }
            if (block.resample() != null) {
                h = block.resample().apply(h);
                skips.push(h);
            }
        }
        h = middleFirst.apply(h, embedding);
        h = middleSecond.apply(middleAttention.apply(h, input.text()), embedding);
        for (UNetBlock block : upBlocks) {
            for (int i = 0; i < block.resnets().size(); i++) {
                h = layer(block, i, Tensor.cat(1, h, skips.pop()), embedding, input.text());
            }
            if (block.resample() != null) {
                h = block.resample().apply(doubledTo(h, skips.peek()));
            }
        }
        return convOut.apply(normOut.apply(h).silu());
    }

    private static Tensor layer(UNetBlock block, int i, Tensor x, Tensor embedding, Tensor text) {
        Tensor h = block.resnets().get(i).apply(x, embedding);
        return block.attentions().isEmpty() ? h : block.attentions().get(i).apply(h, text);
    }

    /** Doubled, and cut by a row or column where the skip connection's size is odd. */
    private static Tensor doubledTo(Tensor x, Tensor skip) {
        Tensor doubled = x.upsampleNearest2x();
        long height = skip.size(2);
        long width = skip.size(3);
        if (doubled.size(2) == height && doubled.size(3) == width) {
            return doubled;
        }
        return doubled.narrow(2, 0, height).narrow(3, 0, width);
    }

    private ResnetBlock resnet(Weights weights, int in, int out) {
        return ResnetBlock.of(
                weights,
                in,
                out,
                config.embeddingWidth(),
                config.scaleShift(),
                config.normNumGroups(),
                config.normEpsilon());
    }

    private List<UNetBlock> down(Weights weights) {
        List<Integer> channels = config.blockOutChannels();
        List<UNetBlock> blocks = new ArrayList<>();
        int in = channels.getFirst();
        for (int i = 0; i < channels.size(); i++) {
            int out = channels.get(i);
            Weights block = weights.at("down_blocks." + i);
            List<ResnetBlock> resnets = new ArrayList<>();
            for (int j = 0; j < config.layersPerBlock(); j++) {
                resnets.add(resnet(block.at("resnets." + j), j == 0 ? in : out, out));
            }
            boolean last = i == channels.size() - 1;
            blocks.add(new UNetBlock(
                    List.copyOf(resnets),
                    attentions(block, i, config.layersPerBlock()),
                    last ? null : Conv2d.of(block.at("downsamplers.0.conv"), out, out, 3, 2, 1)));
            in = out;
        }
        return List.copyOf(blocks);
    }

    private List<UNetBlock> up(Weights weights) {
        List<Integer> channels = config.blockOutChannels();
        List<UNetBlock> blocks = new ArrayList<>();
        int layers = config.layersPerBlock() + 1;
        int in = channels.getLast();
        for (int i = 0; i < channels.size(); i++) {
            int level = channels.size() - 1 - i;
            int out = channels.get(level);
            int below = channels.get(Math.max(level - 1, 0));
            Weights block = weights.at("up_blocks." + i);
            List<ResnetBlock> resnets = new ArrayList<>();
            for (int j = 0; j < layers; j++) {
                int fromSkip = j == layers - 1 ? below : out;
                resnets.add(resnet(block.at("resnets." + j), (j == 0 ? in : out) + fromSkip, out));
            }
            boolean last = level == 0;
            blocks.add(new UNetBlock(
                    List.copyOf(resnets),
                    attentions(block, level, layers),
                    last ? null : Conv2d.of(block.at("upsamplers.0.conv"), out, out, 3)));
            in = out;
        }
        return List.copyOf(blocks);
    }

    private List<SpatialTransformer> attentions(Weights block, int level, int count) {
        if (!config.attention().get(level)) {
            return List.of();
        }
        List<SpatialTransformer> attentions = new ArrayList<>();
        for (int j = 0; j < count; j++) {
            attentions.add(SpatialTransformer.of(
                    block.at("attentions." + j),
                    config,
                    config.blockOutChannels().get(level),
                    config.heads().get(level),
                    config.transformerLayers().get(level)));
        }
        return List.copyOf(attentions);
    }
}
