package dev.bildwerk.diffusion.checkpoint.names;

import dev.bildwerk.diffusion.unet.UNetConfig;

/**
 * From the modules of diffusers' {@code UNet2DConditionModel} to those of CompVis' {@code UNetModel}, which counts the
 * layers on the way down ({@code input_blocks}) and up ({@code output_blocks}) without regard to resolutions.
 *
 * @see <a href="https://github.com/CompVis/latent-diffusion">latent-diffusion, ldm/modules/diffusionmodules</a>
 */
public final class UNetPaths {
    private UNetPaths() {}

    /** Without any prefix, such as {@code down_blocks.0.resnets.0.norm1} to {@code input_blocks.1.0.in_layers.0}. */
    public static ModulePaths of(UNetConfig config) {
        ModulePaths.Builder paths = new ModulePaths.Builder()
                .put("time_embedding.linear_1", "time_embed.0")
                .put("time_embedding.linear_2", "time_embed.2")
                .put("add_embedding.linear_1", "label_emb.0.0")
                .put("add_embedding.linear_2", "label_emb.0.2")
                .put("conv_in", "input_blocks.0.0")
                .put("conv_norm_out", "out.0")
                .put("conv_out", "out.2")
                .put("mid_block.attentions.0", "middle_block.1");
        resnet(paths, "mid_block.resnets.0", "middle_block.0");
        resnet(paths, "mid_block.resnets.1", "middle_block.2");
        int levels = config.blockOutChannels().size();
        for (int level = 0; level < levels; level++) {
            down(paths, config, level);
            up(paths, config, level);
        }
        return paths.build();
    }

    private static void down(ModulePaths.Builder paths, UNetConfig config, int level) {
        int layers = config.layersPerBlock();
        String from = "down_blocks." + level;
        int first = 1 + level * (layers + 1);
        for (int i = 0; i < layers; i++) {
            String to = "input_blocks." + (first + i);
            resnet(paths, from + ".resnets." + i, to + ".0");
            paths.put(from + ".attentions." + i, to + ".1");
        }
        paths.put(from + ".downsamplers.0.conv", "input_blocks." + (first + layers) + ".0.op");
    }

    private static void up(ModulePaths.Builder paths, UNetConfig config, int block) {
        int layers = config.layersPerBlock() + 1;
        int level = config.blockOutChannels().size() - 1 - block;
        String from = "up_blocks." + block;
        for (int i = 0; i < layers; i++) {
            String to = "output_blocks." + (block * layers + i);
            resnet(paths, from + ".resnets." + i, to + ".0");
            paths.put(from + ".attentions." + i, to + ".1");
        }
        // The doubling stands behind the last layer's attention, or in its place.
        int place = config.attention().get(level) ? 2 : 1;
        if (level > 0) {
            String to = "output_blocks.%d.%d.conv".formatted(block * layers + layers - 1, place);
            paths.put(from + ".upsamplers.0.conv", to);
        }
    }

    private static void resnet(ModulePaths.Builder paths, String from, String to) {
        paths.put(from + ".norm1", to + ".in_layers.0")
                .put(from + ".conv1", to + ".in_layers.2")
                .put(from + ".time_emb_proj", to + ".emb_layers.1")
                .put(from + ".norm2", to + ".out_layers.0")
                .put(from + ".conv2", to + ".out_layers.3")
                .put(from + ".conv_shortcut", to + ".skip_connection");
    }
}
