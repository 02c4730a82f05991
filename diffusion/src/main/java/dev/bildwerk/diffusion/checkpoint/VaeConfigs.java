package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.vae.VaeConfig;
import java.util.List;
import java.util.Set;

/** Reads the {@code config.json} of diffusers' {@code AutoencoderKL}; absent fields have the defaults of that class. */
final class VaeConfigs {
    /** Sizes of training pictures and of tiles, and a switch for half precision, which the pipeline chooses itself. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("sample_size", "force_upcast");

    private VaeConfigs() {}

    static VaeConfig read(ConfigFile file) {
        file.requireText("_class_name", "AutoencoderKL");
        file.requireText("act_fn", "silu");
        List<Integer> channels = file.positives("block_out_channels", List.of(64));
        requireBlocks(file, "down_block_types", "DownEncoderBlock2D", channels.size());
        requireBlocks(file, "up_block_types", "UpDecoderBlock2D", channels.size());
        int groups = file.positive("norm_num_groups", 32);
        if (channels.stream().anyMatch(count -> count % groups != 0)) {
            throw file.unsupported("norm_num_groups", groups, "a divisor of every entry of block_out_channels");
        }
        int pictureChannels = file.positive("in_channels", 3);
        if (pictureChannels != 3 || file.positive("out_channels", 3) != 3) {
            throw file.unsupported("in_channels", pictureChannels, "3, for red, green and blue, as in out_channels");
        }
        boolean quantConv = file.flag("use_quant_conv", true);
        if (file.flag("use_post_quant_conv", true) != quantConv) {
            throw file.unsupported("use_post_quant_conv", !quantConv, "the value of use_quant_conv");
        }
        double scalingFactor = file.number("scaling_factor", 0.18215);
        if (!(scalingFactor > 0)) {
            throw file.unsupported("scaling_factor", scalingFactor, "a number above 0");
        }
        VaeConfig config = new VaeConfig(
                pictureChannels,
                file.positive("latent_channels", 4),
                channels,
                file.positive("layers_per_block", 1),
                groups,
                file.flag("mid_block_add_attention", true),
                quantConv,
                scalingFactor,
                file.number("shift_factor", 0));
        file.requireNothingElse(WITHOUT_EFFECT);
        return config;
    }

    private static void requireBlocks(ConfigFile file, String field, String type, int count) {
        List<String> types = file.texts(field, List.of(type));
        if (types.size() != count || !types.stream().allMatch(type::equals)) {
            throw file.unsupported(field, types, "%s for each of the %d block_out_channels".formatted(type, count));
        }
    }
}
