package dev.bildwerk.cli.bench;

import dev.bildwerk.cli.Installation;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.TextPart;
import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.text.ClipTextConfig.Activation;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNetConfig;
import dev.bildwerk.diffusion.vae.VaeConfig;
import java.util.List;

/** Shapes of models whose speed is asked for. */
enum BenchFamily {
    /** The model that comes with Bildwerk. */
    MINI(128),
    /** Stable Diffusion 1.5. */
    SD15(512),
    /** Stable Diffusion 2.1 at its larger size. */
    SD21(768),
    /** Stable Diffusion XL, base. */
    SDXL(1024);

    private static final ClipTextConfig VIT_L =
            new ClipTextConfig(49408, 768, 3072, 12, 12, 77, Activation.QUICK_GELU, 0, 49407);
    private static final ClipTextConfig VIT_H =
            new ClipTextConfig(49408, 1024, 4096, 23, 16, 77, Activation.GELU, 0, 49407);
    private static final ClipTextConfig VIT_BIG_G =
            new ClipTextConfig(49408, 1280, 5120, 32, 20, 77, Activation.GELU, 1280, 49407);
    private static final VaeConfig VAE =
            new VaeConfig(3, 4, List.of(128, 256, 512, 512), 2, 32, true, true, 0.18215, 0);
    private static final List<Integer> CHANNELS = List.of(320, 640, 1280, 1280);
    private static final List<Boolean> ATTENTION = List.of(true, true, true, false);

    private final int pixels;

    BenchFamily(int pixels) {
        this.pixels = pixels;
    }

    /** Width and height of the pictures that it was made for. */
    int pixels() {
        return pixels;
    }

    BenchShape shape() {
        return switch (this) {
            case MINI -> installed();
            case SD15 -> new BenchShape(List.of(VIT_L), unet(64, List.of(8, 8, 8, 8), 768, false), VAE);
            case SD21 -> new BenchShape(List.of(VIT_H), unet(96, List.of(5, 10, 20, 20), 1024, true), VAE);
            case SDXL -> new BenchShape(
                    List.of(VIT_L, VIT_BIG_G),
                    new UNetConfig(
                            128,
                            4,
                            4,
                            List.of(320, 640, 1280),
                            List.of(false, true, true),
                            2,
                            List.of(1, 2, 10),
                            List.of(5, 10, 20),
                            2048,
                            true,
                            32,
                            1e-5,
                            false,
                            true,
                            0,
                            new AddedConditions.TextTime(256, 2816)),
                    VAE);
        };
    }

    private static BenchShape installed() {
        Checkpoint checkpoint = Checkpoint.open(Installation.defaultModel());
        return new BenchShape(
                checkpoint.textParts().stream().map(TextPart::config).toList(), checkpoint.unet(), checkpoint.vae());
    }

    private static UNetConfig unet(int sampleSize, List<Integer> heads, int textWidth, boolean linear) {
        return new UNetConfig(
                sampleSize,
                4,
                4,
                CHANNELS,
                ATTENTION,
                2,
                List.of(1, 1, 1, 1),
                heads,
                textWidth,
                linear,
                32,
                1e-5,
                false,
                true,
                0,
                new AddedConditions.None());
    }
}
