package dev.bildwerk.diffusion.checkpoint.names;

import dev.bildwerk.diffusion.unet.UNetConfig;
import java.util.List;

/**
 * From the names of diffusers' {@code ControlNetModel} to those of the original {@code ControlNet}, whose encoder is
 * CompVis'.
 *
 * @see <a href="https://github.com/lllyasviel/ControlNet">ControlNet, cldm/cldm.py</a>
 */
public final class ControlNetNames implements WeightNames {
    /** Where the file holds a whole model too, or once did. */
    public static final String PREFIX = "control_model.";

    private static final String HINT = "controlnet_cond_embedding.";
    private static final String BLOCKS = HINT + "blocks.";
    private static final String SKIPS = "controlnet_down_blocks.";
    private static final String MIDDLE = "controlnet_mid_block";

    private final String prefix;
    private final ModulePaths encoder;
    private final int hintBlocks;

    /**
     * @param prefix {@link #PREFIX}, or nothing
     * @param unet of the denoiser that it steers
     * @param hintBlocks convolutions between the first and the last that look at the picture
     */
    public ControlNetNames(String prefix, UNetConfig unet, int hintBlocks) {
        this.prefix = prefix;
        this.encoder = UNetPaths.of(unet);
        this.hintBlocks = hintBlocks;
    }

    @Override
    public List<StoredWeight> of(String key) {
        return List.of(new StoredWeight.Whole(prefix + original(key)));
    }

    private String original(String key) {
        if (key.startsWith(SKIPS)) {
            int end = key.indexOf('.', SKIPS.length());
            return "zero_convs." + key.substring(SKIPS.length(), end) + ".0" + key.substring(end);
        }
        if (key.startsWith(MIDDLE)) {
            return "middle_block_out.0" + key.substring(MIDDLE.length());
        }
        if (key.startsWith(BLOCKS)) {
            int end = key.indexOf('.', BLOCKS.length());
            return hint(1 + Integer.parseInt(key.substring(BLOCKS.length(), end))) + key.substring(end);
        }
        if (key.startsWith(HINT)) {
            int end = key.indexOf('.', HINT.length());
            boolean first = key.startsWith("conv_in", HINT.length());
            return hint(first ? 0 : hintBlocks + 1) + key.substring(end);
        }
        return encoder.rename(key).orElse(key);
    }

    /** Every other layer there is an activation. */
    private static String hint(int convolution) {
        return "input_hint_block." + 2 * convolution;
    }

    @Override
    public boolean mayBeLeft(String name) {
        return !name.startsWith(prefix) || OneFileNames.isWithoutEffect(name);
    }
}
