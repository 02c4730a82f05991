package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * A small network that looks at a picture (edges, depth, a pose) once, and adds what it finds to a denoiser's blocks
 * in every step; the names are those of diffusers' {@code T2IAdapter}.
 *
 * @see <a href="https://arxiv.org/abs/2302.08453">Mou et al. 2023, T2I-Adapter</a>
 */
public final class T2IAdapter {
    private final T2IAdapterConfig config;
    /** Null in a light one. */
    private final Conv2d convIn;
    private final List<Block> blocks;

    /** Two convolutions around which their input is led. */
    private record Resnet(Conv2d first, Conv2d second) {
        Tensor apply(Tensor x) {
            return second.apply(first.apply(x).relu()).add(x);
        }
    }

    /**
     * @param in brings the channels to those of the residual blocks; null where they are the same
     * @param out brings them to those of the answer; null where they are the same
     */
    private record Block(boolean halves, Conv2d in, List<Resnet> resnets, Conv2d out) {
        Tensor apply(Tensor x) {
            Tensor h = halves ? halved(x) : x;
            h = in == null ? h : in.apply(h);
            for (Resnet resnet : resnets) {
                h = resnet.apply(h);
            }
            return out == null ? h : out.apply(h);
        }
    }

    public T2IAdapter(Weights weights, T2IAdapterConfig config) {
        this.config = config;
        Weights adapter = weights.at("adapter");
        boolean light = config.kind() == T2IAdapterConfig.Kind.LIGHT;
        int taken = config.inChannels() * config.factor() * config.factor();
        convIn = light ? null : Conv2d.of(adapter.at("conv_in"), taken, config.channels().getFirst(), 3);
        blocks = new ArrayList<>();
        for (int i = 0; i < config.channels().size(); i++) {
            Weights body = adapter.at("body." + i);
            blocks.add(light ? light(body, config, i) : full(body, config, i));
        }
    }

    private static Block full(Weights weights, T2IAdapterConfig config, int block) {
        int before = config.before(block);
        int channels = config.channels().get(block);
        Conv2d in = before == channels ? null : Conv2d.of(weights.at("in_conv"), before, channels, 1);
        return new Block(config.halves(block), in, resnets(weights, config, channels, 1), null);
    }

    private static Block light(Weights weights, T2IAdapterConfig config, int block) {
        int channels = config.channels().get(block);
        int inside = channels / 4;
        return new Block(
                config.halves(block),
                Conv2d.of(weights.at("in_conv"), config.before(block), inside, 1),
                resnets(weights, config, inside, 3),
                Conv2d.of(weights.at("out_conv"), inside, channels, 1));
    }

    private static List<Resnet> resnets(Weights weights, T2IAdapterConfig config, int channels, int secondSize) {
        List<Resnet> resnets = new ArrayList<>();
        for (int i = 0; i < config.resnets(); i++) {
            Weights resnet = weights.at("resnets." + i);
            resnets.add(new Resnet(
                    Conv2d.of(resnet.at("block1"), channels, channels, 3),
                    Conv2d.of(resnet.at("block2"), channels, channels, secondSize)));
        }
        return List.copyOf(resnets);
    }

    public T2IAdapterConfig config() {
        return config;
    }

    /**
     * What it adds to the denoiser, in every step the same.
     *
     * @param picture {@code [1, inChannels, height, width]}, values 0 to 1, whose sides are multiples of {@code factor}
     */
    public SideFeatures apply(Tensor picture) {
        Tensor h = unshuffled(picture, config.factor());
        h = convIn == null ? h : convIn.apply(h);
        List<Tensor> levels = new ArrayList<>();
        for (Block block : blocks) {
            h = block.apply(h);
            levels.add(h);
        }
        return SideFeatures.withinEncoder(levels);
    }

    /** Squares of {@code side} pixels become channels of one place. */
    private static Tensor unshuffled(Tensor x, int side) {
        long batch = x.size(0);
        long channels = x.size(1);
        long height = x.size(2) / side;
        long width = x.size(3) / side;
        return x.reshape(batch, channels, height, side, width, side)
                .permute(0, 1, 3, 5, 2, 4)
                .reshape(batch, channels * side * side, height, width);
    }

    /** Means of squares of two pixels; at an odd edge of those that are there. */
    private static Tensor halved(Tensor x) {
        Tensor wide = x.size(3) % 2 == 0 ? x : Tensor.cat(3, x, x.narrow(3, x.size(3) - 1, 1));
        Tensor high = x.size(2) % 2 == 0 ? wide : Tensor.cat(2, wide, wide.narrow(2, x.size(2) - 1, 1));
        return high.averagePool(2);
    }
}
