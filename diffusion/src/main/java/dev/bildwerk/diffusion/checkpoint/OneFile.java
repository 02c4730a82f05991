package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.detect.Distillation;
import dev.bildwerk.diffusion.checkpoint.detect.FileKind;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds;
import dev.bildwerk.diffusion.checkpoint.detect.Manifest;
import dev.bildwerk.diffusion.checkpoint.detect.ModelFamily;
import dev.bildwerk.diffusion.checkpoint.detect.OneFileModels;
import dev.bildwerk.diffusion.checkpoint.detect.UnknownShapeException;
import dev.bildwerk.diffusion.checkpoint.names.ClipNames;
import dev.bildwerk.diffusion.checkpoint.names.OneFileNames;
import dev.bildwerk.diffusion.checkpoint.names.OpenClipNames;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.sampling.SchedulerConfig;
import dev.bildwerk.diffusion.sampling.TimestepSpacing;
import dev.bildwerk.diffusion.text.ClipTextConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A model in one file, as CompVis, Stability and most programs write it. Its configurations come from the shapes. */
final class OneFile {
    private OneFile() {}

    static Checkpoint open(Path path, CheckpointOptions options) {
        WeightSource source = WeightSource.of(path);
        Manifest manifest;
        try (OpenedWeights opened = source.open()) {
            manifest = opened.manifest();
        }
        FileKind kind = FileKinds.of(manifest, FileHints.of(path, options.prediction()));
        if (!(kind instanceof FileKind.Model model)) {
            throw new CheckpointException(
                    "checkpoint.file.kind", "%s is %s, not a model: %s.".formatted(path, kind.title(), kind.use()));
        }
        requireNothingElse(path, manifest);
        try {
            return checkpoint(source, model, OneFileModels.configs(manifest, model), null);
        } catch (UnknownShapeException e) {
            throw new CheckpointException(
                    "checkpoint.file.shape",
                    "%s looks like %s, but %s: the file is incomplete or of another model."
                            .formatted(path, model.family().title(), e.getMessage()),
                    e);
        }
    }

    /** @param tokenizers of the text encoders, in their order; null for CLIP's own */
    static Checkpoint checkpoint(
            WeightSource source,
            FileKind.Model model,
            OneFileModels.Configs configs,
            List<TokenizerSource> tokenizers) {
        List<TextPart> texts = new ArrayList<>();
        for (int i = 0; i < configs.texts().size(); i++) {
            ClipTextConfig config = configs.texts().get(i);
            WeightNames names = textNames(model.family(), i, config);
            TokenizerSource tokenizer = tokenizers == null
                    ? new TokenizerSource.Standard(names instanceof OpenClipNames)
                    : tokenizers.get(i);
            texts.add(new TextPart(config, tokenizer, new PartFiles(source, names)));
        }
        return new Checkpoint(
                source.path(),
                model.family(),
                model.distillation(),
                model.prediction(),
                configs.unet(),
                configs.vae(),
                texts,
                scheduler(model),
                model.family() == ModelFamily.SDXL || model.family() == ModelFamily.SDXL_INPAINTING,
                new PartFiles(source, OneFileNames.unet(OneFileNames.UNET_PREFIX, configs.unet())),
                new PartFiles(source, OneFileNames.vae(OneFileNames.VAE_PREFIX, configs.vae())),
                null);
    }

    private static WeightNames textNames(ModelFamily family, int i, ClipTextConfig config) {
        return switch (family) {
            case SD_2, SD_2_INPAINTING -> new OpenClipNames(OneFileNames.SD2_TEXT_PREFIX, config);
            case SDXL_REFINER -> new OpenClipNames(OneFileNames.REFINER_TEXT_PREFIX, config);
            case SDXL, SDXL_INPAINTING -> i == 0
                    ? new ClipNames(OneFileNames.SDXL_FIRST_TEXT_PREFIX)
                    : new OpenClipNames(OneFileNames.SDXL_SECOND_TEXT_PREFIX, config);
            case SD_1, SD_1_INPAINTING, BILDWERK, OTHER -> new ClipNames(OneFileNames.SD1_TEXT_PREFIX);
        };
    }

    /** All of Stable Diffusion was trained with the same noise; few-step models begin at its very end. */
    private static SchedulerConfig scheduler(FileKind.Model model) {
        boolean zeroSnr = model.prediction().zeroTerminalSnr();
        boolean fromTheEnd = zeroSnr || model.distillation() != Distillation.NONE;
        SchedulerConfig usual = SchedulerConfig.STABLE_DIFFUSION_1;
        return new SchedulerConfig(
                usual.trainTimesteps(),
                usual.betaStart(),
                usual.betaEnd(),
                usual.betaSchedule(),
                zeroSnr,
                model.prediction().type(),
                fromTheEnd ? TimestepSpacing.TRAILING : usual.timestepSpacing(),
                usual.stepsOffset(),
                usual.setAlphaToOne());
    }

    private static void requireNothingElse(Path path, Manifest manifest) {
        List<String> surplus = manifest.names()
                .filter(name -> !name.startsWith(OneFileNames.UNET_PREFIX)
                        && !name.startsWith(OneFileNames.VAE_PREFIX)
                        && !name.startsWith("cond_stage_model.")
                        && !name.startsWith("conditioner.")
                        && !OneFileNames.isWithoutEffect(name))
                .toList();
        if (!surplus.isEmpty()) {
            throw new CheckpointException(
                    "checkpoint.weight.surplus",
                    "%s: the weight %s%s belongs to no part of a Stable Diffusion model."
                            .formatted(
                                    path,
                                    surplus.getFirst(),
                                    surplus.size() == 1 ? "" : " (and %d more)".formatted(surplus.size() - 1)));
        }
    }
}
