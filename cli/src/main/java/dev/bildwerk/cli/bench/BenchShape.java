package dev.bildwerk.cli.bench;

import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.unet.UNetConfig;
import dev.bildwerk.diffusion.vae.VaeConfig;
import java.util.List;

/**
 * The shape of a whole model.
 *
 * @param texts one text encoder, or two in SDXL
 */
record BenchShape(List<ClipTextConfig> texts, UNetConfig unet, VaeConfig vae) {
    BenchShape {
        texts = List.copyOf(texts);
    }
}
