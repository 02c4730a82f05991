package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * A second encoder that sees a picture (edges, depth, a pose) and adds what it finds to a denoiser's skip connections;
 * the names are those of diffusers' {@code ControlNetModel}.
 *
 * <p>Immutable; may be used by several threads at once, each in a {@link dev.bildwerk.engine.Scope} of its own, until
 * its weights are closed.
 *
 * @see <a href="https://arxiv.org/abs/2302.05543">Zhang et al. 2023, Adding Conditional Control to Text-to-Image
 *     Diffusion Models</a>
 */
public final class ControlNet {
    private final ControlNetConfig config;
    private final Conv2d hintIn;
    private final List<Conv2d> hintBlocks;
    private final Conv2d hintOut;
    private final UNetEncoder encoder;
    private final List<Conv2d> skips;
    private final Conv2d middle;

    public ControlNet(Weights weights, ControlNetConfig config) {
        this.config = config;
        UNetConfig unet = config.unet();
        List<Integer> hint = config.hintChannels();
        Weights embedding = weights.at("controlnet_cond_embedding");
        hintIn = Conv2d.of(embedding.at("conv_in"), config.hintInChannels(), hint.getFirst(), 3);
        hintBlocks = new ArrayList<>();
        for (int i = 0; i + 1 < hint.size(); i++) {
            Weights blocks = embedding.at("blocks");
            hintBlocks.add(Conv2d.of(blocks.at(Integer.toString(2 * i)), hint.get(i), hint.get(i), 3));
            hintBlocks.add(Conv2d.of(blocks.at(Integer.toString(2 * i + 1)), hint.get(i), hint.get(i + 1), 3, 2, 1));
        }
        hintOut = Conv2d.fromZero(embedding.at("conv_out"), hint.getLast(), unet.blockOutChannels().getFirst(), 3);
        encoder = new UNetEncoder(weights, unet);
        skips = new ArrayList<>();
        List<Integer> channels = skipChannels(unet);
        for (int i = 0; i < channels.size(); i++) {
            skips.add(Conv2d.fromZero(weights.at("controlnet_down_blocks." + i), channels.get(i), channels.get(i), 1));
        }
        int widest = unet.blockOutChannels().getLast();
        middle = Conv2d.fromZero(weights.at("controlnet_mid_block"), widest, widest, 1);
    }

    public ControlNetConfig config() {
        return config;
    }

    /**
     * The picture as the network's first layers see it: the same in every step, so it is computed once.
     *
     * @param picture {@code [1, 3, factor * height, factor * width]}, values 0 to 1
     * @return {@code [1, firstChannels, height, width]}
     */
    public Tensor hint(Tensor picture) {
        Tensor h = hintIn.apply(picture).silu();
        for (Conv2d block : hintBlocks) {
            h = block.apply(h).silu();
        }
        return hintOut.apply(h);
    }

    /**
     * @param input as the denoiser is given it
     * @param hint as {@link #hint} gave it
     */
    public SideFeatures apply(UNetInput input, Tensor hint) {
        UNetEncoder.Features features = encoder.apply(input, hint, List.of());
        List<Tensor> answers = new ArrayList<>();
        for (int i = 0; i < skips.size(); i++) {
            answers.add(everywhere(skips.get(i).apply(features.skips().get(i)), input.negatives()));
        }
        Tensor lowest = everywhere(middle.apply(features.middle()), input.negatives());
        return SideFeatures.behindEncoder(answers, lowest);
    }

    /** One that says the same everywhere speaks to what is wanted alone: so do diffusers and A1111's extension. */
    private Tensor everywhere(Tensor answer, int negatives) {
        if (!config.pooled()) {
            return answer;
        }
        Tensor means = answer.mean(true, 2, 3);
        long rows = means.size(0);
        return negatives == 0
                ? means
                : Tensor.cat(0, means.narrow(0, 0, negatives).mul(0), means.narrow(0, negatives, rows - negatives));
    }

    /** The channels of every skip connection, from the top down. */
    private static List<Integer> skipChannels(UNetConfig config) {
        List<Integer> channels = new ArrayList<>(List.of(config.blockOutChannels().getFirst()));
        for (int i = 0; i < config.blockOutChannels().size(); i++) {
            boolean last = i == config.blockOutChannels().size() - 1;
            for (int j = 0; j < config.layersPerBlock() + (last ? 0 : 1); j++) {
                channels.add(config.blockOutChannels().get(i));
            }
        }
        return channels;
    }
}
