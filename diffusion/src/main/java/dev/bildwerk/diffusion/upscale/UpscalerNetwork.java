package dev.bildwerk.diffusion.upscale;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.List;
import java.util.stream.IntStream;

/**
 * From a picture to one of two or four times its sides: what the network adds to the picture enlarged on planes between pixels.
 *
 * <p>Immutable; may be used by several threads at once, each in a {@link Scope} of its own, until its weights are
 * closed.
 */
final class UpscalerNetwork {
    private final Conv2d first;
    private final List<Block> blocks;
    private final Conv2d middle;
    private final Conv2d twice;
    private final Conv2d up;
    private final Conv2d fourTimes;

    /** Around its two convolutions the features pass unchanged. */
    private record Block(Conv2d first, Conv2d second) {
        static Block of(Weights weights, int width) {
            return new Block(
                    Conv2d.of(weights.at("conv1"), width, width, 3), Conv2d.of(weights.at("conv2"), width, width, 3));
        }

        Tensor apply(Tensor x) {
            return Scope.only(() -> second.apply(first.apply(x).relu()).add(x));
        }
    }

    UpscalerNetwork(Weights weights, UpscalerConfig config) {
        int width = config.width();
        first = Conv2d.of(weights.at("conv_in"), 3, width, 3);
        blocks = IntStream.range(0, config.blocks())
                .mapToObj(i -> Block.of(weights.at("blocks." + i), width))
                .toList();
        middle = Conv2d.of(weights.at("conv_mid"), width, width, 3);
        twice = Conv2d.of(weights.at("x2.conv_out"), width, 3 * 4, 3);
        up = Conv2d.of(weights.at("x4.conv_up"), width, width / 2 * 4, 3);
        fourTimes = Conv2d.of(weights.at("x4.conv_out"), width / 2, 3 * 4, 3);
    }

    /**
     * @param picture {@code [batch, 3, height, width]}, values -1 to 1
     * @param factor 2 or 4
     * @return {@code [batch, 3, factor * height, factor * width]}, values about -1 to 1
     */
    Tensor apply(Tensor picture, int factor) {
        return Scope.only(() -> detail(features(picture), factor)
                .add(picture.resizedBilinear(factor * picture.size(2), factor * picture.size(3))));
    }

    private Tensor features(Tensor picture) {
        Tensor start = first.apply(picture);
        Tensor x = start;
        for (Block block : blocks) {
            x = block.apply(x);
        }
        return middle.apply(x).add(start);
    }

    private Tensor detail(Tensor features, int factor) {
        return switch (factor) {
            case 2 -> spread(twice.apply(features));
            case 4 -> spread(fourTimes.apply(spread(up.apply(features)).relu()));
            default -> throw new IllegalArgumentException("This upscaler doubles or quadruples; it was told " + factor + ".");
        };
    }

    /** {@code [batch, 4 * channels, height, width]} to {@code [batch, channels, 2 * height, 2 * width]}: a pixel's channels by fours. */
    private static Tensor spread(Tensor x) {
        long channels = x.size(1) / 4;
        return x.reshape(x.size(0), channels, 2, 2, x.size(2), x.size(3))
                .permute(0, 1, 4, 2, 5, 3)
                .reshape(x.size(0), channels, 2 * x.size(2), 2 * x.size(3));
    }
}
