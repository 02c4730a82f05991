package dev.bildwerk.diffusion.checkpoint.detect;

import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.ControlNetConfig;
import dev.bildwerk.diffusion.unet.UNetConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads the configuration of a ControlNet from its weights. Its encoder began as a copy of a denoiser's, so what
 * shapes do not show (heads, groups, epsilon) is that denoiser's; smaller ones have less attention.
 *
 * @param file what the headers say
 * @param names under which the file holds what diffusers' names say
 * @param unet of the denoiser that it is to steer
 */
public record ControlNetShapes(Manifest file, WeightNames names, UNetConfig unet) {
    private static final int MOST_LAYERS = 100;

    /** Whether it can steer that denoiser, as far as the widths that are there show. */
    public boolean fits() {
        int wanted = switch (unet.added()) {
            case AddedConditions.None none -> 0;
            case AddedConditions.Text text -> addedWidth();
            case AddedConditions.TextTime time -> time.inputWidth();
        };
        return isOr(size("conv_in.weight", 0), unet.blockOutChannels().getFirst())
                && isOr(size("conv_in.weight", 1), unet.outChannels())
                && isOr(size("controlnet_mid_block.weight", 0), unet.blockOutChannels().getLast())
                && isOr(textWidth(), unet.crossAttentionDim())
                && isOr(addedWidth(), wanted);
    }

    /**
     * @param factor of the model's autoencoder
     * @throws UnknownShapeException where the weights are not those of a ControlNet
     */
    public ControlNetConfig read(int factor) {
        List<Integer> hint = hintChannels();
        if (1 << hint.size() - 1 != factor) {
            throw new UnknownShapeException("it looks at squares of %d pixels, and the model draws in squares of %d"
                    .formatted(1 << hint.size() - 1, factor));
        }
        int levels = unet.blockOutChannels().size();
        List<Boolean> attention = IntStream.range(0, levels)
                .mapToObj(level -> has(attention(level) + ".norm.weight"))
                .toList();
        List<Integer> depths = new ArrayList<>(IntStream.range(0, levels)
                .mapToObj(level -> depth(attention(level)))
                .toList());
        int middle = depth("mid_block.attentions.0");
        if (attention.getLast() && depths.getLast() != middle) {
            throw new UnknownShapeException("its middle has %d transformer blocks and the level before %d"
                    .formatted(middle, depths.getLast()));
        }
        depths.set(levels - 1, middle);
        return new ControlNetConfig(
                encoder(attention, depths), size("controlnet_cond_embedding.conv_in.weight", 1), hint, false);
    }

    private UNetConfig encoder(List<Boolean> attention, List<Integer> depths) {
        return new UNetConfig(
                unet.sampleSize(),
                unet.outChannels(),
                unet.outChannels(),
                unet.blockOutChannels(),
                attention,
                unet.layersPerBlock(),
                depths,
                unet.heads(),
                unet.crossAttentionDim(),
                unet.useLinearProjection(),
                unet.normNumGroups(),
                unet.normEpsilon(),
                unet.scaleShift(),
                unet.flipSinToCos(),
                unet.freqShift(),
                unet.added());
    }

    private List<Integer> hintChannels() {
        List<Integer> channels = new ArrayList<>(List.of(size("controlnet_cond_embedding.conv_in.weight", 0)));
        for (int i = 1; i < MOST_LAYERS && has("controlnet_cond_embedding.blocks.%d.weight".formatted(i)); i += 2) {
            channels.add(size("controlnet_cond_embedding.blocks.%d.weight".formatted(i), 0));
        }
        if (channels.contains(0)) {
            throw new UnknownShapeException("the layers that look at its picture are not complete");
        }
        return channels;
    }

    private static String attention(int level) {
        return "down_blocks.%d.attentions.0".formatted(level);
    }

    private int depth(String attention) {
        int depth = 0;
        while (depth < MOST_LAYERS && has(textInput(attention, depth))) {
            depth++;
        }
        return depth;
    }

    private static String textInput(String attention, int block) {
        return "%s.transformer_blocks.%d.attn2.to_k.weight".formatted(attention, block);
    }

    /** 0 where it sees no text. */
    private int textWidth() {
        int middle = size(textInput("mid_block.attentions.0", 0), 1);
        return IntStream.range(0, unet.blockOutChannels().size())
                .map(level -> size(textInput(attention(level), 0), 1))
                .filter(width -> width > 0)
                .findFirst()
                .orElse(middle);
    }

    /** 0 where nothing is added to the time. */
    private int addedWidth() {
        return size("add_embedding.linear_1.weight", 1);
    }

    private boolean has(String key) {
        return file.has(names.of(key).getFirst().name());
    }

    private int size(String key, int axis) {
        return file.size(names.of(key).getFirst().name(), axis);
    }

    private static boolean isOr(int size, int wanted) {
        return size == 0 || size == wanted;
    }
}
