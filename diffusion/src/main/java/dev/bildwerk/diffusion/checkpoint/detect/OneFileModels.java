package dev.bildwerk.diffusion.checkpoint.detect;

import static dev.bildwerk.diffusion.checkpoint.names.OneFileNames.REFINER_TEXT_PREFIX;
import static dev.bildwerk.diffusion.checkpoint.names.OneFileNames.SD1_TEXT_PREFIX;
import static dev.bildwerk.diffusion.checkpoint.names.OneFileNames.SD2_TEXT_PREFIX;
import static dev.bildwerk.diffusion.checkpoint.names.OneFileNames.SDXL_FIRST_TEXT_PREFIX;
import static dev.bildwerk.diffusion.checkpoint.names.OneFileNames.SDXL_SECOND_TEXT_PREFIX;
import static dev.bildwerk.diffusion.checkpoint.names.OneFileNames.UNET_PREFIX;
import static dev.bildwerk.diffusion.checkpoint.names.OneFileNames.VAE_PREFIX;

import dev.bildwerk.diffusion.checkpoint.detect.FileKinds.Hints;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.unet.UNetConfig;
import dev.bildwerk.diffusion.vae.VaeConfig;
import java.util.List;

/** Tells the family of a model in one file by the place and kind of its text encoders, and reads its configurations. */
public final class OneFileModels {
    private static final int SDXL_NUMBERS = 6;
    /** Height, width, crop from top and left, and a mark for beauty. */
    private static final int REFINER_NUMBERS = 5;

    private static final double SD_SCALING_FACTOR = 0.18215;
    private static final double XL_SCALING_FACTOR = 0.13025;

    /** @param texts in the order in which their tokens are joined side by side */
    public record Configs(UNetConfig unet, VaeConfig vae, List<ClipTextConfig> texts) {
        public Configs {
            texts = List.copyOf(texts);
        }
    }

    private OneFileModels() {}

    static FileKind kind(Manifest file, Hints hints) {
        int inChannels = file.size(UNET_PREFIX + "input_blocks.0.0.weight", 1);
        String foreign = switch (inChannels) {
            case 5 -> "a model that is steered by depth";
            case 7 -> "a model that upscales pictures";
            case 8 -> "a model that edits pictures by instructions";
            default -> "";
        };
        if (!foreign.isEmpty()) {
            return new FileKind.Unsupported(foreign);
        }
        boolean masked = inChannels == 9;
        ModelFamily family = family(file, masked);
        if ((family == ModelFamily.SD_1 || family == ModelFamily.SD_2)
                && file.hasBelow(UNET_PREFIX + "label_emb.")) {
            return new FileKind.Unsupported("a model that varies pictures (unCLIP)");
        }
        if (family == ModelFamily.OTHER) {
            return new FileKind.Unsupported("a model whose text encoder is not known here");
        }
        String words = "%s %s %s"
                .formatted(
                        hints.fileName(),
                        file.metadata().getOrDefault("modelspec.title", ""),
                        file.metadata().getOrDefault("modelspec.architecture", ""));
        return new FileKind.Model(
                family,
                Distillation.in(words),
                Prediction.of(family, file, hints.prediction(), hints.yaml(), hints.fileName()));
    }

    private static ModelFamily family(Manifest file, boolean masked) {
        if (file.hasBelow(SDXL_SECOND_TEXT_PREFIX)) {
            return masked ? ModelFamily.SDXL_INPAINTING : ModelFamily.SDXL;
        }
        if (file.hasBelow(REFINER_TEXT_PREFIX)) {
            return ModelFamily.SDXL_REFINER;
        }
        if (file.hasBelow(SD2_TEXT_PREFIX)) {
            return masked ? ModelFamily.SD_2_INPAINTING : ModelFamily.SD_2;
        }
        if (file.hasBelow(SD1_TEXT_PREFIX)) {
            return masked ? ModelFamily.SD_1_INPAINTING : ModelFamily.SD_1;
        }
        return ModelFamily.OTHER;
    }

    /**
     * The configurations of a model's parts.
     *
     * @throws UnknownShapeException where a part is incomplete or of no known shape
     */
    public static Configs configs(Manifest file, FileKind.Model model) {
        ModelFamily family = model.family();
        List<ClipTextConfig> texts = switch (family) {
            case SD_1, SD_1_INPAINTING -> List.of(TextShapes.transformers(file.below(SD1_TEXT_PREFIX)));
            case SD_2, SD_2_INPAINTING -> List.of(TextShapes.openClipWithoutLastLayer(file.below(SD2_TEXT_PREFIX)));
            case SDXL, SDXL_INPAINTING -> List.of(
                    TextShapes.transformers(file.below(SDXL_FIRST_TEXT_PREFIX)),
                    TextShapes.openClip(file.below(SDXL_SECOND_TEXT_PREFIX)));
            case SDXL_REFINER -> List.of(TextShapes.openClip(file.below(REFINER_TEXT_PREFIX)));
            case BILDWERK, OTHER -> throw new UnknownShapeException("its text encoder is not known here");
        };
        int numbers = family == ModelFamily.SDXL_REFINER ? REFINER_NUMBERS : family.isXl() ? SDXL_NUMBERS : 0;
        VaeConfig vae =
                VaeShapes.read(file.below(VAE_PREFIX), family.isXl() ? XL_SCALING_FACTOR : SD_SCALING_FACTOR);
        UNetConfig unet = UNetShapes.read(
                file.below(UNET_PREFIX),
                nativeSide(model) / vae.factor(),
                family.isXl() ? texts.getLast().projectionWidth() : 0,
                numbers);
        return new Configs(unet, vae, texts);
    }

    /** Side of the pictures that a model was trained on, in pixels. */
    private static int nativeSide(FileKind.Model model) {
        boolean small = model.family() == ModelFamily.SD_2 && model.prediction().type() == PredictionType.EPSILON
                || model.family() == ModelFamily.SDXL && model.distillation() == Distillation.TURBO;
        return small ? 512 : model.family().nativeSide();
    }
}
