package dev.bildwerk.diffusion.parity;

import static dev.bildwerk.diffusion.text.ClipTextConfig.Activation.GELU;
import static dev.bildwerk.diffusion.text.ClipTextConfig.Activation.QUICK_GELU;

import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetConfig;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.diffusion.vae.VaeConfig;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Threads;
import java.util.List;
import java.util.Locale;

/** The miniature models, described by hand as {@code reference/bildwerk_reference/families.py} builds them. */
public enum Family {
    SD1(
            text(32, 64, 3, QUICK_GELU, 0, 2),
            null,
            unet(List.of(16, 32), List.of(true, false), 2, List.of(1, 1), List.of(4, 4), 32, false, 8, false,
                    new AddedConditions.None()),
            vae(List.of(8, 16, 16), 4, true, 0.18215)),
    SD2V(
            text(32, 64, 3, GELU, 0, 999),
            null,
            unet(List.of(8, 16), List.of(true, false), 2, List.of(1, 1), List.of(2, 4), 32, true, 4, false,
                    new AddedConditions.None()),
            vae(List.of(8, 8, 16), 4, true, 0.18215)),
    SDXL(
            text(24, 48, 3, QUICK_GELU, 0, 2),
            text(32, 64, 3, GELU, 32, 999),
            unet(List.of(8, 16, 24), List.of(false, true, true), 2, List.of(1, 1, 2), List.of(2, 2, 4), 56, true, 4,
                    false, new AddedConditions.TextTime(8, 80)),
            vae(List.of(8, 8, 16), 4, true, 0.13025)),
    MINI(
            text(32, 64, 2, GELU, 0, 999),
            null,
            unet(List.of(16, 24, 24, 32), List.of(false, true, true, false), 1, List.of(1, 1, 1, 1),
                    List.of(4, 4, 4, 4), 32, false, 8, true, new AddedConditions.Text(4)),
            vae(List.of(8, 8, 16), 4, false, 0.5));

    static {
        // In models this small threads do little but wait for each other, and long where the machine is busy.
        Threads.use(1);
    }

    private final ClipTextConfig text;
    private final ClipTextConfig text2;
    private final UNetConfig unet;
    private final VaeConfig vae;

    Family(ClipTextConfig text, ClipTextConfig text2, UNetConfig unet, VaeConfig vae) {
        this.text = text;
        this.text2 = text2;
        this.unet = unet;
        this.vae = vae;
    }

    private static ClipTextConfig text(
            int width, int inner, int layers, ClipTextConfig.Activation activation, int projection, int eosToken) {
        return new ClipTextConfig(1000, width, inner, layers, 4, 77, activation, projection, eosToken);
    }

    private static UNetConfig unet(
            List<Integer> channels,
            List<Boolean> attention,
            int layers,
            List<Integer> transformerLayers,
            List<Integer> heads,
            int textWidth,
            boolean linear,
            int groups,
            boolean scaleShift,
            AddedConditions added) {
        return new UNetConfig(
                16, 4, 4, channels, attention, layers, transformerLayers, heads, textWidth, linear, groups, 1e-5,
                scaleShift, true, 0, added);
    }

    private static VaeConfig vae(List<Integer> channels, int groups, boolean attention, double scalingFactor) {
        return new VaeConfig(3, 4, channels, 1, groups, attention, true, scalingFactor, 0);
    }

    public ClipTextConfig text() {
        return text;
    }

    /** Null but for SDXL. */
    public ClipTextConfig text2() {
        return text2;
    }

    public UNetConfig unet() {
        return unet;
    }

    public VaeConfig vae() {
        return vae;
    }

    /** Below {@code fixtures/}. */
    public String folder() {
        return "models/" + name().toLowerCase(Locale.ROOT) + "/";
    }

    public FixtureFile open(String file) {
        return FixtureFile.open(folder() + file);
    }

    public ClipTextEncoder textEncoder(DType dtype) {
        return textEncoder("text_encoder", text, dtype);
    }

    public ClipTextEncoder textEncoder2(DType dtype) {
        return textEncoder("text_encoder_2", text2, dtype);
    }

    private ClipTextEncoder textEncoder(String part, ClipTextConfig config, DType dtype) {
        try (FixtureFile file = open(part + "/model.safetensors")) {
            FixtureWeights weights = FixtureWeights.of(file, dtype);
            ClipTextEncoder encoder = new ClipTextEncoder(weights, config);
            weights.requireAllUsed();
            return encoder;
        }
    }

    public UNet unet(DType dtype) {
        try (FixtureFile file = open("unet/diffusion_pytorch_model.safetensors")) {
            FixtureWeights weights = FixtureWeights.of(file, dtype);
            UNet model = new UNet(weights, unet);
            weights.requireAllUsed();
            return model;
        }
    }

    public Vae vae(DType dtype) {
        try (FixtureFile file = open("vae/diffusion_pytorch_model.safetensors")) {
            FixtureWeights weights = FixtureWeights.of(file, dtype);
            Vae model = new Vae(weights, vae);
            weights.requireAllUsed();
            return model;
        }
    }
}
