package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.detect.Distillation;
import dev.bildwerk.diffusion.checkpoint.detect.Families;
import dev.bildwerk.diffusion.checkpoint.detect.ModelFamily;
import dev.bildwerk.diffusion.checkpoint.detect.Prediction;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.diffusion.sampling.SchedulerConfig;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNetConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A model in diffusers' layout: {@code model_index.json} and a folder for each part. */
final class DiffusersFolder {
    private static final Set<String> PIPELINES = Set.of(
            "StableDiffusionPipeline",
            "StableDiffusionImg2ImgPipeline",
            "StableDiffusionInpaintPipeline",
            "LatentConsistencyModelPipeline");
    private static final Set<String> XL_PIPELINES = Set.of(
            "StableDiffusionXLPipeline", "StableDiffusionXLImg2ImgPipeline", "StableDiffusionXLInpaintPipeline");

    private DiffusersFolder() {}

    static Checkpoint open(Path path, CheckpointOptions options) {
        if (!Files.isDirectory(path)) {
            throw new CheckpointException(
                    "checkpoint.folder",
                    Files.exists(path)
                            ? "%s is neither a file nor a folder: name a model.".formatted(path)
                            : "There is no model %s: check the path.".formatted(path));
        }
        ConfigFile index = ConfigFile.read(path.resolve("model_index.json"));
        String pipeline = index.text("_class_name", "");
        boolean xl = XL_PIPELINES.contains(pipeline);
        if (!xl && !PIPELINES.contains(pipeline)) {
            throw index.unsupported(
                    "_class_name", pipeline, String.join(", ", Stream.of(PIPELINES, XL_PIPELINES)
                            .flatMap(Set::stream)
                            .sorted()
                            .toList()));
        }
        requireComponent(index, "unet", "UNet2DConditionModel");
        requireComponent(index, "vae", "AutoencoderKL");
        UNetConfig unet = UNetConfigs.read(config(path, "unet"));
        VaeFile vae = vae(path.resolve("vae"), options.variant());
        List<TextPart> texts = textParts(index, path, xl, options.variant());
        ConfigFile schedulerFile = ConfigFile.read(path.resolve("scheduler/scheduler_config.json"));
        SchedulerConfig scheduler = SchedulerConfigs.read(schedulerFile);
        ModelFamily family = family(unet, texts);
        PredictionType type = options.prediction() == null ? scheduler.predictionType() : options.prediction();
        return new Checkpoint(
                path,
                family,
                Distillation.in(pipeline.startsWith("LatentConsistency") ? "lcm" : path.getFileName().toString()),
                new Prediction(
                        type,
                        scheduler.rescaleBetasZeroSnr(),
                        options.prediction() == null ? "scheduler_config.json" : "the user's word"),
                unet,
                vae.config(),
                texts,
                scheduler.withPredictionType(type),
                index.flag("force_zeros_for_empty_prompt", xl && family != ModelFamily.SDXL_REFINER),
                part(path.resolve("unet"), "diffusion_pytorch_model", options.variant(), WeightNames.UNET),
                vae.files(),
                null);
    }

    /** @param folder of an autoencoder alone, or of that part of a model */
    static VaeFile vae(Path folder, String variant) {
        return new VaeFile(
                VaeConfigs.read(ConfigFile.read(folder.resolve("config.json"))),
                part(folder, "diffusion_pytorch_model", variant, WeightNames.VAE));
    }

    private static PartFiles part(Path folder, String stem, String variant, WeightNames names) {
        return new PartFiles(WeightSource.of(WeightFile.in(folder, stem, variant)), names);
    }

    private static List<TextPart> textParts(ConfigFile index, Path path, boolean xl, String variant) {
        List<TextPart> texts = new ArrayList<>();
        boolean secondAlone = xl && component(index, "text_encoder").isEmpty();
        if (!secondAlone) {
            texts.add(textPart(index, path, "", variant));
        }
        if (xl) {
            texts.add(textPart(index, path, "_2", variant));
        }
        return texts;
    }

    private static TextPart textPart(ConfigFile index, Path path, String suffix, String variant) {
        String type = component(index, "text_encoder" + suffix);
        boolean projection = type.equals("CLIPTextModelWithProjection");
        if (!projection && !type.equals("CLIPTextModel")) {
            throw index.unsupported("text_encoder" + suffix, type, "CLIPTextModel and CLIPTextModelWithProjection");
        }
        Path folder = path.resolve("text_encoder" + suffix);
        return new TextPart(
                ClipTextConfigs.read(ConfigFile.read(folder.resolve("config.json")), projection),
                new TokenizerSource.Folder(path.resolve("tokenizer" + suffix)),
                part(folder, "model", variant, WeightNames.CLIP));
    }

    private static ModelFamily family(UNetConfig unet, List<TextPart> texts) {
        if (unet.added() instanceof AddedConditions.Text) {
            return ModelFamily.BILDWERK;
        }
        ModelFamily family = Families.ofContextWidth(unet.crossAttentionDim(), unet.inChannels() == 9);
        return family == ModelFamily.SDXL_REFINER && texts.size() != 1 ? ModelFamily.OTHER : family;
    }

    private static ConfigFile config(Path path, String part) {
        return ConfigFile.read(path.resolve(part).resolve("config.json"));
    }

    private static void requireComponent(ConfigFile index, String name, String type) {
        String found = component(index, name);
        if (!found.equals(type)) {
            throw index.unsupported(name, found, type);
        }
    }

    /** The class in a pair such as {@code ["diffusers", "AutoencoderKL"]}; empty for none. */
    private static String component(ConfigFile index, String name) {
        return index.node(name).path(1).asText("").replace("null", "");
    }
}
