package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.diffusion.layers.GroupNorm;
import dev.bildwerk.diffusion.layers.ResnetBlock;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The denoiser of Stable Diffusion 1, 2 and XL and of the default model, which differ by their {@link UNetConfig} alone; the
 * weights' names are those of diffusers' {@code UNet2DConditionModel}.
 *
 * <p>Immutable; may be used by several threads at once, each in a {@link dev.bildwerk.engine.Scope} of its own, until
 * its weights are closed.
 */
public final class UNet {
    private final UNetConfig config;
    private final UNetEncoder encoder;
    private final List<UNetBlock> upBlocks;
    private final GroupNorm normOut;
    private final Conv2d convOut;

    public UNet(Weights weights, UNetConfig config) {
        this.config = config;
        encoder = new UNetEncoder(weights, config);
        upBlocks = up(weights, config);
        int channels = config.blockOutChannels().getFirst();
        normOut = GroupNorm.of(weights.at("conv_norm_out"), channels, config.normNumGroups(), config.normEpsilon());
        convOut = Conv2d.fromZero(weights.wide().at("conv_out"), channels, config.outChannels(), 3);
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
        return apply(input, SideFeatures.NONE);
    }

    /** @param side what other networks add */
    public Tensor apply(UNetInput input, SideFeatures side) {
        return up(encoder.apply(input, null, side.levels()), input, side, -1, null).prediction();
    }

    /**
     * A prediction with the features below a cut, which change little from step to step (Ma et al. 2023).
     *
     * @param deep what enters the way up at the cut, for {@link #applyAbove}
     */
    public record Answer(Tensor prediction, Tensor deep) {}

    /**
     * The prediction, and the deep features of a branch.
     *
     * @param branch as in {@link #applyAbove}
     */
    public Answer applyKeeping(UNetInput input, SideFeatures side, int branch) {
        return up(encoder.apply(input, null, side.levels()), input, side, branch, null);
    }

    /**
     * The prediction from what lies above a cut, with the deep features of another step. This is most of the work less.
     *
     * @param branch how many of the way down's layers (halvings among them) lie above the cut, and of the way up one more; from 0
     *     to less than {@link UNetConfig#branches}
     * @param deep as {@link #applyKeeping} gave it for a sample of this size
     */
    public Tensor applyAbove(UNetInput input, SideFeatures side, int branch, Tensor deep) {
        UNetEncoder.Features above = encoder.apply(input, null, side.levels(), branch + 1);
        return up(above, input, side, branch, deep).prediction();
    }

    /**
     * The way up.
     *
     * @param branch whose deep features are asked for or given; -1 for none
     * @param deep to begin with; null to begin with the middle
     */
    private Answer up(
            UNetEncoder.Features features, UNetInput input, SideFeatures side, int branch, Tensor deep) {
        Tensor kept = deep;
        Tensor h = deep != null || side.middle() == null
                ? features.middle()
                : features.middle().add(side.middle());
        int skip = config.branches();
        for (UNetBlock block : upBlocks) {
            for (int i = 0; i < block.resnets().size(); i++) {
                skip--;
                if (deep != null && skip > branch) {
                    continue;
                }
                if (skip == branch) {
                    kept = deep == null ? h : deep;
                    h = kept;
                }
                Tensor beside = skip(features, side, skip);
                h = block.layer(i, Tensor.cat(1, h, beside), features.embedding(), input.text());
            }
            if (block.resample() != null && (deep == null || skip <= branch)) {
                h = block.resample().apply(doubledTo(h, features.skips().get(skip - 1)));
            }
        }
        return new Answer(convOut.apply(normOut.apply(h).silu()), kept);
    }

    private static Tensor skip(UNetEncoder.Features features, SideFeatures side, int i) {
        Tensor skip = features.skips().get(i);
        return side.skips().isEmpty() ? skip : skip.add(side.skips().get(i));
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

    private static List<UNetBlock> up(Weights weights, UNetConfig config) {
        UNetLayers make = new UNetLayers(config);
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
                resnets.add(make.resnet(block.at("resnets." + j), (j == 0 ? in : out) + fromSkip, out));
            }
            boolean last = level == 0;
            blocks.add(new UNetBlock(
                    List.copyOf(resnets),
                    make.attentions(block, level, layers),
                    last ? null : Conv2d.of(block.at("upsamplers.0.conv"), out, out, 3)));
            in = out;
        }
        return List.copyOf(blocks);
    }
}
