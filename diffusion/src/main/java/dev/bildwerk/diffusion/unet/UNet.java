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
        convOut = Conv2d.fromZero(weights.at("conv_out"), channels, config.outChannels(), 3);
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
        UNetEncoder.Features features = encoder.apply(input, null, side.levels());
        Tensor embedding = features.embedding();
        Deque<Tensor> skips = new ArrayDeque<>();
        for (int i = 0; i < features.skips().size(); i++) {
            Tensor skip = features.skips().get(i);
            skips.push(side.skips().isEmpty() ? skip : skip.add(side.skips().get(i)));
        }
        Tensor h = side.middle() == null ? features.middle() : features.middle().add(side.middle());
        for (UNetBlock block : upBlocks) {
            for (int i = 0; i < block.resnets().size(); i++) {
                h = block.layer(i, Tensor.cat(1, h, skips.pop()), embedding, input.text());
            }
            if (block.resample() != null) {
                h = block.resample().apply(doubledTo(h, skips.peek()));
            }
        }
        return convOut.apply(normOut.apply(h).silu());
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
