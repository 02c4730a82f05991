package dev.bildwerk.diffusion.checkpoint.names;

import dev.bildwerk.diffusion.vae.VaeConfig;

/**
 * From the modules of diffusers' {@code AutoencoderKL} to those of CompVis' {@code AutoencoderKL}, which counts the
 * decoder's blocks by resolution, so that the first to compute is the last in number.
 */
public final class VaePaths {
    private VaePaths() {}

    /** Without any prefix, such as {@code decoder.up_blocks.0.resnets.1} to {@code decoder.up.3.block.1}. */
    public static ModulePaths of(VaeConfig config) {
        ModulePaths.Builder paths = new ModulePaths.Builder()
                .put("quant_conv", "quant_conv")
                .put("post_quant_conv", "post_quant_conv");
        half(paths, "encoder");
        half(paths, "decoder");
        int blocks = config.blockOutChannels().size();
        for (int i = 0; i < blocks; i++) {
            String down = "encoder.down_blocks." + i;
            resnets(paths, down + ".resnets.", "encoder.down." + i + ".block.", config.layersPerBlock());
            paths.put(down + ".downsamplers.0.conv", "encoder.down." + i + ".downsample.conv");
            String up = "decoder.up_blocks." + i;
            String level = "decoder.up." + (blocks - 1 - i);
            resnets(paths, up + ".resnets.", level + ".block.", config.layersPerBlock() + 1);
            paths.put(up + ".upsamplers.0.conv", level + ".upsample.conv");
        }
        return paths.build();
    }

    private static void half(ModulePaths.Builder paths, String half) {
        String attention = half + ".mid_block.attentions.0";
        paths.put(half + ".conv_in", half + ".conv_in")
                .put(half + ".conv_norm_out", half + ".norm_out")
                .put(half + ".conv_out", half + ".conv_out")
                .put(attention + ".group_norm", half + ".mid.attn_1.norm")
                .put(attention + ".to_q", half + ".mid.attn_1.q")
                .put(attention + ".to_k", half + ".mid.attn_1.k")
                .put(attention + ".to_v", half + ".mid.attn_1.v")
                .put(attention + ".to_out.0", half + ".mid.attn_1.proj_out");
        for (int i = 0; i < 2; i++) {
            resnet(paths, half + ".mid_block.resnets." + i, half + ".mid.block_" + (i + 1));
        }
    }

    private static void resnets(ModulePaths.Builder paths, String from, String to, int count) {
        for (int i = 0; i < count; i++) {
            resnet(paths, from + i, to + i);
        }
    }

    private static void resnet(ModulePaths.Builder paths, String from, String to) {
        paths.put(from, to).put(from + ".conv_shortcut", to + ".nin_shortcut");
    }
}
