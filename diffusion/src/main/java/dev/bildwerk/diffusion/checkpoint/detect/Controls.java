package dev.bildwerk.diffusion.checkpoint.detect;

import java.util.Optional;

/** Knows networks that steer a denoiser by a picture. */
final class Controls {
    private Controls() {}

    static Optional<FileKind> of(Manifest file) {
        if (file.hasBelow("control_model.")) {
            return control("ControlNet", file, "control_model.middle_block.1");
        }
        if (file.hasBelow("input_hint_block.") || file.hasBelow("zero_convs.")) {
            return control("ControlNet", file, "middle_block.1");
        }
        if (file.hasBelow("controlnet_cond_embedding.") || file.hasBelow("controlnet_down_blocks.")) {
            return control("ControlNet", file, "mid_block.attentions.0");
        }
        if (file.has("lora_controlnet")) {
            return control("ControlNet LoRA", file, "");
        }
        boolean adapter = file.has("body.0.block1.weight") || file.has("adapter.body.0.resnets.0.block1.weight")
                || file.has("body.0.resnets.0.block1.weight");
        return adapter ? control("T2I-Adapter", file, "") : Optional.empty();
    }

    private static Optional<FileKind> control(String style, Manifest file, String attention) {
        int width = file.size(attention + ".transformer_blocks.0.attn2.to_k.weight", 1);
        return Optional.of(new FileKind.Control(style, Families.ofContextWidth(width, false)));
    }
}
