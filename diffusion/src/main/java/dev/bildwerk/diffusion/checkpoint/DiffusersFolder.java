package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.sampling.SchedulerConfig;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNetConfig;
import dev.bildwerk.diffusion.vae.VaeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A model in diffusers' layout: {@code model_index.json} and a folder for each part. Only the configurations are read
 * here, so that what does not fit is known before gigabytes are.
 *
 * @param path of the model folder
 * @param textParts the text encoders, whose tokens are joined side by side: one, or two in SDXL
 * @param scheduler how noise was added in training
 * @param zerosForEmptyPrompt whether an empty negative prompt is encoded as zeros, as SDXL does
 */
public record DiffusersFolder(
        Path path,
        UNetConfig unet,
        VaeConfig vae,
        List<TextPart> textParts,
        SchedulerConfig scheduler,
        boolean zerosForEmptyPrompt) {
    private static final String XL = "StableDiffusionXLPipeline";

    public DiffusersFolder {
        textParts = List.copyOf(textParts);
    }

    /**
     * @throws CheckpointException that names the file, and the field and value in it, where something is not understood
     */
    public static DiffusersFolder open(Path path) {
        if (Files.isRegularFile(path)) {
            throw new CheckpointException(
                    "checkpoint.folder",
                    "%s is a file; this version reads model folders in diffusers' layout, with a model_index.json."
                            .formatted(path));
        }
        if (!Files.isDirectory(path)) {
            throw new CheckpointException(
                    "checkpoint.folder", "There is no model folder %s: check the path.".formatted(path));
        }
        ConfigFile index = ConfigFile.read(path.resolve("model_index.json"));
        String family = index.text("_class_name", "");
        if (!family.equals("StableDiffusionPipeline") && !family.equals(XL)) {
            throw index.unsupported("_class_name", family, "StableDiffusionPipeline and " + XL);
        }
        requireComponent(index, "unet", "UNet2DConditionModel");
        requireComponent(index, "vae", "AutoencoderKL");
        List<TextPart> textParts = new ArrayList<>();
        textParts.add(textPart(index, path, ""));
        if (family.equals(XL)) {
            textParts.add(textPart(index, path, "_2"));
        }
        DiffusersFolder folder = new DiffusersFolder(
                path,
                UNetConfigs.read(config(path, "unet")),
                VaeConfigs.read(config(path, "vae")),
                textParts,
                SchedulerConfigs.read(ConfigFile.read(path.resolve("scheduler/scheduler_config.json"))),
                index.flag("force_zeros_for_empty_prompt", family.equals(XL)));
        folder.requireThatPartsFit();
        return folder;
    }

    public Path unetWeights() {
        return WeightFile.in(path.resolve("unet"), "diffusion_pytorch_model");
    }

    public Path vaeWeights() {
        return WeightFile.in(path.resolve("vae"), "diffusion_pytorch_model");
    }

    public Path textWeights(TextPart part) {
        return WeightFile.in(part.folder(), "model");
    }

    private static TextPart textPart(ConfigFile index, Path path, String suffix) {
        String type = component(index, "text_encoder" + suffix);
        boolean projection = type.equals("CLIPTextModelWithProjection");
        if (!projection && !type.equals("CLIPTextModel")) {
            throw index.unsupported("text_encoder" + suffix, type, "CLIPTextModel and CLIPTextModelWithProjection");
        }
        Path folder = path.resolve("text_encoder" + suffix);
        return new TextPart(
                folder,
                ClipTextConfigs.read(ConfigFile.read(folder.resolve("config.json")), projection),
                path.resolve("tokenizer" + suffix));
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

    /** The class in a pair such as {@code ["diffusers", "AutoencoderKL"]}. */
    private static String component(ConfigFile index, String name) {
        return index.node(name).path(1).asText("");
    }

    private void requireThatPartsFit() {
        int textWidth = textParts.stream().mapToInt(part -> part.config().width()).sum();
        requireEqual("cross_attention_dim", unet.crossAttentionDim(), "the text encoders' hidden_size", textWidth);
        requireEqual("in_channels", unet.inChannels(), "the autoencoder's latent_channels", vae.latentChannels());
        requireEqual("out_channels", unet.outChannels(), "the autoencoder's latent_channels", vae.latentChannels());
        ClipTextConfig lastText = textParts.getLast().config();
        if (unet.added() instanceof AddedConditions.TextTime added) {
            int pooled = lastText.projectionWidth() == 0 ? lastText.width() : lastText.projectionWidth();
            requireEqual(
                    "projection_class_embeddings_input_dim",
                    added.inputWidth(),
                    "the pooled text and six embedded numbers",
                    pooled + 6 * added.numberWidth());
        }
    }

    private void requireEqual(String field, int value, String other, int otherValue) {
        if (value != otherValue) {
            throw new CheckpointException(
                    "checkpoint.config.mismatch",
                    "%s: the field %s is %d, but %s together give %d: the folder's parts are of different models."
                            .formatted(path.resolve("unet/config.json"), field, value, other, otherValue));
        }
    }
}
