package dev.bildwerk.diffusion.checkpoint.detect;

import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNetConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a denoiser's configuration from its weights in CompVis' layout. What shapes do not show (heads, groups,
 * epsilon) is what Stable Diffusion's configurations say.
 */
final class UNetShapes {
    static final String CONTEXT = "middle_block.1.transformer_blocks.0.attn2.to_k.weight";

    /** Stable Diffusion 1 has 8 heads at every resolution, 2 and XL have heads of this width. */
    private static final int HEAD_WIDTH = 64;

    private static final int SD1_HEADS = 8;
    private static final int GROUPS = 32;
    private static final double EPSILON = 1e-5;

    /** @param resnets their number; 0 at the beginning of a level */
    private record Level(int channels, int depth, int resnets) {}

    private UNetShapes() {}

    /**
     * @param unet its tensors without a prefix
     * @param sampleSize side of the latents that it was trained on
     * @param pooledWidth of the text that is added to the time; 0 for none
     * @param numbers that are added to the time besides; 0 for none
     * @throws UnknownShapeException where the weights are not those of such a denoiser
     */
    static UNetConfig read(Manifest unet, int sampleSize, int pooledWidth, int numbers) {
        List<Level> levels = levels(unet);
        int depth = unet.countBelow("middle_block.1.transformer_blocks.");
        Level last = levels.getLast();
        if (depth == 0 || last.depth() != 0 && last.depth() != depth) {
            throw new UnknownShapeException("its middle has %d transformer blocks and the level before %d"
                    .formatted(depth, last.depth()));
        }
        boolean linear = unet.axes("middle_block.1.proj_in.weight") == 2;
        List<Integer> channels = levels.stream().map(Level::channels).toList();
        List<Integer> depths = new ArrayList<>(
                levels.stream().map(level -> Math.max(level.depth(), 1)).toList());
        depths.set(depths.size() - 1, depth);
        return new UNetConfig(
                sampleSize,
                unet.size("input_blocks.0.0.weight", 1),
                unet.size("out.2.weight", 0),
                channels,
                levels.stream().map(level -> level.depth() > 0).toList(),
                last.resnets(),
                depths,
                channels.stream().map(count -> linear ? Math.max(count / HEAD_WIDTH, 1) : SD1_HEADS).toList(),
                unet.size(CONTEXT, 1),
                linear,
                GROUPS,
                EPSILON,
                unet.size("middle_block.0.emb_layers.1.weight", 0) == 2 * last.channels(),
                true,
                0,
                added(unet, pooledWidth, numbers));
    }

    private static AddedConditions added(Manifest unet, int pooledWidth, int numbers) {
        int inputWidth = unet.size("label_emb.0.0.weight", 1);
        if (inputWidth == 0 && !unet.hasBelow("label_emb.")) {
            return new AddedConditions.None();
        }
        int left = inputWidth - pooledWidth;
        if (numbers == 0 || left <= 0 || left % numbers != 0) {
            throw new UnknownShapeException("%d numbers are added to its time, which do not fit its text encoder"
                    .formatted(inputWidth));
        }
        return new AddedConditions.TextTime(left / numbers, inputWidth);
    }

    private static List<Level> levels(Manifest unet) {
        List<Level> levels = new ArrayList<>();
        Level level = new Level(0, 0, 0);
        for (int i = 1; unet.hasBelow("input_blocks." + i + "."); i++) {
            String block = "input_blocks." + i;
            if (unet.has(block + ".0.op.weight")) {
                levels.add(level);
                level = new Level(0, 0, 0);
            } else {
                int channels = unet.size(block + ".0.out_layers.3.weight", 0);
                int depth = unet.countBelow(block + ".1.transformer_blocks.");
                if (channels == 0 || level.resnets() > 0 && (channels != level.channels() || depth != level.depth())) {
                    throw new UnknownShapeException("the layers at %s are not like those before".formatted(block));
                }
                level = new Level(channels, depth, level.resnets() + 1);
            }
        }
        levels.add(level);
        int resnets = levels.getFirst().resnets();
        if (resnets == 0 || levels.stream().anyMatch(other -> other.resnets() != resnets)) {
            throw new UnknownShapeException("its levels have different numbers of layers");
        }
        return levels;
    }
}
