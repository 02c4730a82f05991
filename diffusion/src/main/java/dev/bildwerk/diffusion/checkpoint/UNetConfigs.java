package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNetConfig;
import java.util.List;
import java.util.Set;

/**
 * Reads the {@code config.json} of diffusers' {@code UNet2DConditionModel}; absent fields have the defaults of that
 * class.
 */
final class UNetConfigs {
    private static final String WITH_TEXT = "CrossAttn";
    private static final List<String> DOWN_TYPES =
            List.of("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D");
    private static final List<String> UP_TYPES =
            List.of("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D");
    /** They steer training or half precision, or say again what other fields say. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("dropout", "upcast_attention");

    private UNetConfigs() {}

    static UNetConfig read(ConfigFile file) {
        refuseWhatIsNotBuilt(file);
        List<Integer> channels = file.positives("block_out_channels", List.of(320, 640, 1280, 1280));
        int blocks = channels.size();
        int groups = file.positive("norm_num_groups", 32);
        List<Integer> heads = file.positivePerBlock("attention_head_dim", blocks, 8);
        for (int i = 0; i < blocks; i++) {
            if (channels.get(i) % groups != 0) {
                throw file.unsupported("norm_num_groups", groups, "a divisor of every entry of block_out_channels");
            }
            if (channels.get(i) % heads.get(i) != 0) {
                throw file.unsupported("attention_head_dim", heads, "divisors of the entries of block_out_channels");
            }
        }
        UNetConfig config = new UNetConfig(
                file.positive("sample_size", 64),
                file.positive("in_channels", 4),
                file.positive("out_channels", 4),
                channels,
                attention(file, blocks),
                file.positive("layers_per_block", 2),
                file.positivePerBlock("transformer_layers_per_block", blocks, 1),
                heads,
                file.positive("cross_attention_dim", 1280),
                file.flag("use_linear_projection", false),
                groups,
                file.number("norm_eps", 1e-5),
                scaleShift(file),
                file.flag("flip_sin_to_cos", true),
                file.number("freq_shift", 0),
                added(file),
                file.positive("time_cond_proj_dim", 0));
        file.requireNothingElse(WITHOUT_EFFECT);
        return config;
    }

    private static void refuseWhatIsNotBuilt(ConfigFile file) {
        file.requireText("_class_name", "UNet2DConditionModel");
        file.requireText("mid_block_type", "UNetMidBlock2DCrossAttn");
        file.requireText("act_fn", "silu");
        file.requireText("time_embedding_type", "positional");
        file.requireText("attention_type", "default");
        file.requireNumber("downsample_padding", 1);
        file.requireNumber("mid_block_scale_factor", 1);
        file.requireNumber("resnet_out_scale_factor", 1);
        file.requireNumber("conv_in_kernel", 3);
        file.requireNumber("conv_out_kernel", 3);
    }

    private static List<Boolean> attention(ConfigFile file, int blocks) {
        List<Boolean> down = attention(file, "down_block_types", DOWN_TYPES, "DownBlock2D", blocks);
        List<Boolean> up = attention(file, "up_block_types", UP_TYPES, "UpBlock2D", blocks);
        if (!up.equals(down.reversed())) {
            throw file.unsupported(
                    "up_block_types",
                    file.texts("up_block_types", UP_TYPES),
                    "attention at the same resolutions as in down_block_types");
        }
        return down;
    }

    private static List<Boolean> attention(
            ConfigFile file, String field, List<String> otherwise, String plain, int blocks) {
        List<String> types = file.texts(field, otherwise);
        if (types.size() != blocks) {
            throw file.unsupported(field, types, "one type for each of the %d block_out_channels".formatted(blocks));
        }
        return types.stream()
                .map(type -> {
                    if (!type.equals(plain) && !type.equals(WITH_TEXT + plain)) {
                        throw file.unsupported(field, type, "%s and %s".formatted(plain, WITH_TEXT + plain));
                    }
                    return type.startsWith(WITH_TEXT);
                })
                .toList();
    }

    private static boolean scaleShift(ConfigFile file) {
        String kind = file.text("resnet_time_scale_shift", "default");
        return switch (kind) {
            case "default" -> false;
            case "scale_shift" -> true;
            default -> throw file.unsupported("resnet_time_scale_shift", kind, "default and scale_shift");
        };
    }

    private static AddedConditions added(ConfigFile file) {
        String kind = file.text("addition_embed_type", "none");
        int poolingHeads = file.positive("addition_embed_type_num_heads", 64);
        int numberWidth = file.positive("addition_time_embed_dim", 256);
        int inputWidth = file.positive("projection_class_embeddings_input_dim", 2816);
        return switch (kind) {
            case "none" -> new AddedConditions.None();
            case "text" -> new AddedConditions.Text(poolingHeads);
            case "text_time" -> new AddedConditions.TextTime(numberWidth, inputWidth);
            default -> throw file.unsupported("addition_embed_type", kind, "text, text_time and null");
        };
    }
}
