package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.unet.ControlNetConfig;
import dev.bildwerk.diffusion.unet.UNetConfig;
import java.util.List;

/** Reads of the {@code config.json} of diffusers' {@code ControlNetModel} what no shape shows. */
public final class ControlNetConfigs {
    private ControlNetConfigs() {}

    /**
     * @param shapes what the weights show
     * @throws CheckpointException where the file asks for what is not built
     */
    public static ControlNetConfig read(ConfigFile file, ControlNetConfig shapes) {
        file.requireText("_class_name", "ControlNetModel");
        file.requireText("controlnet_conditioning_channel_order", "rgb");
        file.requireText("act_fn", "silu");
        UNetConfig unet = shapes.unet();
        List<Integer> heads = file.has("attention_head_dim")
                ? file.positivePerBlock("attention_head_dim", unet.blockOutChannels().size(), 8)
                : unet.heads();
        int groups = file.positive("norm_num_groups", unet.normNumGroups());
        for (int i = 0; i < heads.size(); i++) {
            int channels = unet.blockOutChannels().get(i);
            if (channels % heads.get(i) != 0 || channels % groups != 0) {
                throw file.unsupported("attention_head_dim", heads, "divisors of %s".formatted(unet.blockOutChannels()));
            }
        }
        UNetConfig own = new UNetConfig(
                unet.sampleSize(),
                unet.inChannels(),
                unet.outChannels(),
                unet.blockOutChannels(),
                unet.attention(),
                unet.layersPerBlock(),
                unet.transformerLayers(),
                heads,
                unet.crossAttentionDim(),
                unet.useLinearProjection(),
                groups,
                file.number("norm_eps", unet.normEpsilon()),
                unet.scaleShift(),
                file.flag("flip_sin_to_cos", unet.flipSinToCos()),
                file.number("freq_shift", unet.freqShift()),
                unet.added());
        return shapes.withUnet(own).withPooled(file.flag("global_pool_conditions", false));
    }
}
