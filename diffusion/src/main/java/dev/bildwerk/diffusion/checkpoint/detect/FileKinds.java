package dev.bildwerk.diffusion.checkpoint.detect;

import static dev.bildwerk.diffusion.checkpoint.names.OneFileNames.UNET_PREFIX;
import static dev.bildwerk.diffusion.checkpoint.names.OneFileNames.VAE_PREFIX;

import dev.bildwerk.diffusion.checkpoint.detect.FileKind.Layout;
import dev.bildwerk.diffusion.sampling.PredictionType;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Tells from names and shapes alone what a file of weights is. */
public final class FileKinds {
    private static final double SD_SCALING_FACTOR = 0.18215;

    private FileKinds() {}

    /** Everything besides the weights that says something of a file. */
    public record Hints(PredictionType prediction, String yaml, String fileName) {
        /** Nothing but the file's name. */
        public static Hints of(String fileName) {
            return new Hints(null, "", fileName);
        }
    }

    /** Looks at nothing but the manifest and the hints, and gives an answer for everything. */
    public static FileKind of(Manifest file, Hints hints) {
        return foreign(file)
                .or(() -> Controls.of(file))
                .or(() -> Adapters.of(file))
                .or(() -> model(file, hints))
                .or(() -> TinyVaeFiles.of(file))
                .or(() -> upscaler(file))
                .or(() -> vae(file))
                .or(() -> part(file))
                .orElseGet(() -> new FileKind.Unknown(printable(file.names().findFirst().orElse(""))));
    }

    private static Optional<FileKind> model(Manifest file, Hints hints) {
        if (!file.has(UNET_PREFIX + "input_blocks.0.0.weight")) {
            return Optional.empty();
        }
        if (!file.hasBelow(VAE_PREFIX) && !file.hasBelow("cond_stage_model.") && !file.hasBelow("conditioner.")) {
            return Optional.of(new FileKind.UNetAlone(Layout.ONE_FILE, byContext(file.below(UNET_PREFIX))));
        }
        return Optional.of(OneFileModels.kind(file, hints));
    }

    private static Optional<FileKind> vae(Manifest file) {
        Manifest vae = file.hasBelow(VAE_PREFIX) ? file.below(VAE_PREFIX) : file;
        boolean compVis = VaeShapes.isCompVis(vae);
        if (!compVis && !VaeShapes.isDiffusers(vae)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FileKind.VaeAlone(
                    compVis ? Layout.ONE_FILE : Layout.DIFFUSERS, VaeShapes.read(vae, SD_SCALING_FACTOR)));
        } catch (UnknownShapeException e) {
            return Optional.of(new FileKind.Unsupported("an autoencoder of an unknown shape"));
        }
    }

    private static Optional<FileKind> upscaler(Manifest file) {
        return file.has("x2.conv_out.weight") && file.has("x4.conv_out.weight")
                ? Optional.of(new FileKind.PictureUpscaler())
                : Optional.empty();
    }

    private static Optional<FileKind> part(Manifest file) {
        if (file.has("down_blocks.0.resnets.0.conv1.weight") && file.has("conv_in.weight")) {
            return Optional.of(new FileKind.UNetAlone(Layout.DIFFUSERS, byContext(file)));
        }
        if (file.has("input_blocks.0.0.weight") && file.hasBelow("middle_block.")) {
            return Optional.of(new FileKind.UNetAlone(Layout.ONE_FILE, byContext(file)));
        }
        boolean text = file.has("text_model.embeddings.token_embedding.weight")
                || file.has("embeddings.token_embedding.weight")
                || file.has("transformer.resblocks.0.ln_1.weight");
        return text ? Optional.of(new FileKind.TextEncoderAlone()) : Optional.empty();
    }

    /** @param unet its tensors without a prefix, in either layout */
    private static ModelFamily byContext(Manifest unet) {
        int width = Math.max(
                unet.size(UNetShapes.CONTEXT, 1),
                unet.size("mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight", 1));
        boolean masked = Math.max(unet.size("input_blocks.0.0.weight", 1), unet.size("conv_in.weight", 1)) == 9;
        return Families.ofContextWidth(width, masked);
    }

    private static Optional<FileKind> foreign(Manifest file) {
        record Mark(String title, Predicate<Manifest> of) {}
        List<Mark> marks = List.of(
                new Mark("Stable Diffusion 3", m -> anyBelow(m, "joint_blocks.")),
                new Mark("Flux", m -> anyBelow(m, "double_blocks.")),
                new Mark("Stable Cascade", m -> m.has("clip_txt_mapper.weight")),
                new Mark(
                        "Playground 2.5, which adds noise in another way than Stable Diffusion",
                        m -> m.has("edm_mean")),
                new Mark("a motion module (AnimateDiff)", m -> m.names().anyMatch(n -> n.contains("motion_modules."))),
                new Mark("an IP-Adapter", m -> m.hasBelow("ip_adapter.") || m.hasBelow("image_proj.")),
                new Mark(
                        "a picture upscaler",
                        m -> m.has("conv_first.weight") || m.hasBelow("params_ema.") || m.has("model.0.weight")));
        return marks.stream()
                .filter(mark -> mark.of().test(file))
                .findFirst()
                .map(mark -> new FileKind.Unsupported(mark.title()));
    }

    private static boolean anyBelow(Manifest file, String prefix) {
        return file.hasBelow(prefix) || file.hasBelow(UNET_PREFIX + prefix);
    }

    /** A name out of a file that may be hostile, fit for a sentence. */
    private static String printable(String name) {
        String plain = name.replaceAll("[^\\p{Print}]", "?");
        return plain.length() > 60 ? plain.substring(0, 60) + "..." : plain;
    }
}
