package dev.bildwerk.diffusion.checkpoint.detect;

import dev.bildwerk.diffusion.checkpoint.detect.FileKind.Control.Style;
import dev.bildwerk.diffusion.checkpoint.detect.FileKind.Layout;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Knows networks that steer a denoiser by a picture. */
final class Controls {
    private static final String TEXT_INPUT = "attn2.to_k.weight";
    private static final int SDXL_ADDED_WIDTH = 2816;

    private Controls() {}

    static Optional<FileKind> of(Manifest file) {
        return relative(file).or(() -> controlNet(file)).or(() -> adapter(file));
    }

    /** What is called a control too, and works in another way. */
    private static Optional<FileKind> relative(Manifest file) {
        record Mark(String title, Predicate<Manifest> of) {}
        List<Mark> marks = List.of(
                new Mark("a Control-LoRA, half of a ControlNet", m -> m.has("lora_controlnet")),
                new Mark("a ControlNet-LLLite", m -> m.hasBelow("lllite_")),
                new Mark(
                        "a ControlNet for several kinds of pictures at once (union)",
                        m -> m.has("task_embedding") || m.hasBelow("control_add_embedding.")),
                new Mark(
                        "a ControlNet for another architecture than Stable Diffusion's",
                        m -> m.hasBelow("controlnet_blocks.") || m.hasBelow("controlnet_x_embedder.")),
                new Mark("the difference between a ControlNet and a model", m -> m.has("difference")));
        return marks.stream()
                .filter(mark -> mark.of().test(file))
                .findFirst()
                .map(mark -> new FileKind.Unsupported(mark.title()));
    }

    private static Optional<FileKind> controlNet(Manifest file) {
        boolean prefixed = file.hasBelow("control_model.");
        Manifest net = prefixed ? file.below("control_model.") : file;
        if (net.hasBelow("controlnet_cond_embedding.") || net.hasBelow("controlnet_down_blocks.")) {
            return control(Style.CONTROLNET, Layout.DIFFUSERS, family(net, "add_embedding.linear_1.weight"));
        }
        return prefixed || net.hasBelow("input_hint_block.") || net.hasBelow("zero_convs.")
                ? control(Style.CONTROLNET, Layout.ONE_FILE, family(net, "label_emb.0.0.weight"))
                : Optional.empty();
    }

    /** By the width of the text; some of the small ones see none. */
    private static ModelFamily family(Manifest net, String added) {
        int width = net.names()
                .filter(name -> name.endsWith(TEXT_INPUT))
                .findFirst()
                .map(name -> net.size(name, 1))
                .orElse(0);
        boolean xl = width == 0 && net.size(added, 1) == SDXL_ADDED_WIDTH;
        return xl ? ModelFamily.SDXL : Families.ofContextWidth(width, false);
    }

    private static Optional<FileKind> adapter(Manifest file) {
        boolean diffusers = file.has("adapter.body.0.resnets.0.block1.weight")
                || file.has("body.0.resnets.0.block1.weight");
        boolean original = file.has("body.0.block1.weight") || file.has("body.0.body.0.block1.weight");
        if (!diffusers && !original) {
            return Optional.empty();
        }
        int side = T2IAdapterShapes.side(file);
        ModelFamily family =
                side == 16 ? ModelFamily.SDXL : side == 8 ? ModelFamily.SD_1 : ModelFamily.OTHER;
        return control(Style.T2I_ADAPTER, diffusers ? Layout.DIFFUSERS : Layout.ONE_FILE, family);
    }

    private static Optional<FileKind> control(Style style, Layout layout, ModelFamily family) {
        return Optional.of(new FileKind.Control(style, layout, family));
    }
}
