package dev.bildwerk.diffusion.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What InvokeAI says from version 3 on in a picture's text {@code invokeai_metadata}: the fields of its
 * {@code invokeai/app/invocations/metadata.py}.
 */
final class InvokeReader {
    /** Weights and functions of the Compel grammar. */
    private static final Pattern WEIGHTS = Pattern.compile("\\)[+\\-0-9.]|[\\p{L}\\d\"][+\\-]{1,9}(?=[\\s,.]|$)");

    /** What does not change the picture, beside the fields that are read. */
    private static final Set<String> READ_OR_ASIDE = Set.of(
            "app_version", "generation_mode", "positive_prompt", "negative_prompt", "width", "height", "seed",
            "rand_device", "cfg_scale", "cfg_rescale_multiplier", "steps", "scheduler", "seamless_x", "seamless_y",
            "clip_skip", "model", "loras", "strength", "init_image", "vae", "created_by", "canvas_v2_metadata",
            "positive_style_prompt", "negative_style_prompt", "ref_images", "board_id", "id", "type");

    private static final Map<String, String> REASONS = Map.of(
            "controlnets", "the pictures that steered it are not in the file",
            "t2iAdapters", "the pictures that steered it are not in the file",
            "ipAdapters", "the pictures that steered it are not in the file",
            "refiner_model", "name the refiner's model yourself",
            "regions", "Bildwerk has one prompt for the whole picture");

    private final JsonNode metadata;
    private final List<NotHonoured> notes = new ArrayList<>();

    private InvokeReader(JsonNode metadata) {
        this.metadata = metadata;
    }

    /** @param metadata an object */
    static ReadRecipe.Found read(JsonNode metadata) {
        return new InvokeReader(metadata).read();
    }

    private ReadRecipe.Found read() {
        Optional<String> prompt = field("positive_prompt", RecipeJson::text);
        Optional<String> negative = field("negative_prompt", RecipeJson::text);
        Optional<SamplerTitle> titles = field("scheduler", RecipeJson::text).map(InvokeNames::titles);
        ForeignRecipe.Builder recipe = ForeignRecipe.builder()
                .prompt(prompt.orElse(null))
                .negativePrompt(negative.orElse(""))
                .seed(field("seed", RecipeJson::seed).orElse(null))
                .steps(field("steps", RecipeJson::integer).orElse(null))
                .guidanceScale(field("cfg_scale", RecipeJson::decimal).orElse(null))
                .guidanceRescale(field("cfg_rescale_multiplier", RecipeJson::decimal).filter(r -> r > 0).orElse(null))
                .sampler(titles.map(SamplerTitle::sampler).orElse(null))
                .schedule(titles.flatMap(SamplerTitle::schedule).orElse(null))
                .size(size())
                // InvokeAI counts the layers that it leaves out, AUTOMATIC1111 the layer that it takes.
                .clipSkip(field("clip_skip", RecipeJson::integer).filter(s -> s > 0).map(s -> s + 1).orElse(null))
                .noiseDevice(field("rand_device", RecipeJson::text).filter(device -> !device.equals("cpu"))
                        .map(device -> NoiseDevice.GPU)
                        .orElse(NoiseDevice.CPU))
                .tiling(isTrue("seamless_x") && isTrue("seamless_y") ? true : null)
                .denoisingStrength(field("strength", RecipeJson::decimal).filter(s -> s < 1).orElse(null))
                .model(reference(metadata.path("model")))
                .vae(reference(metadata.path("vae")))
                .loras(loras());
        noteMode();
        noteWeights(prompt, negative);
        noteStyle("positive_style_prompt", prompt);
        noteStyle("negative_style_prompt", negative);
        if (isTrue("seamless_x") != isTrue("seamless_y")) {
            note(isTrue("seamless_x") ? "seamless_x" : "seamless_y", "", "Bildwerk tiles in both directions or none");
        }
        noteTheRest();
        String version = field("app_version", RecipeJson::text).orElse("");
        return new ReadRecipe.Found(
                RecipeProgram.INVOKEAI, version, RecipeProgram.INVOKEAI.dialect(), recipe.build(), notes);
    }

    private PictureSize size() {
        Optional<Integer> width = field("width", RecipeJson::integer);
        Optional<Integer> height = field("height", RecipeJson::integer);
        return width.isPresent() && height.isPresent() && width.get() > 0 && height.get() > 0
                ? new PictureSize(width.get(), height.get())
                : null;
    }

    /** Of version 3 ({@code model_name}) or later ({@code name}, {@code hash}). */
    private static ModelReference reference(JsonNode model) {
        String name = model.path("name").asText(model.path("model_name").asText(""));
        String hash = model.path("hash").asText("");
        return name.isEmpty() && hash.isEmpty() ? null : new ModelReference(name, hash);
    }

    private List<LoraUse> loras() {
        List<LoraUse> loras = new ArrayList<>();
        for (JsonNode lora : metadata.path("loras")) {
            ModelReference model = reference(lora.has("model") ? lora.path("model") : lora.path("lora"));
            Optional<Double> weight = RecipeJson.signedDecimal(lora.path("weight"));
            if (model == null || model.name().isEmpty() || weight.isEmpty()) {
                note("loras", model == null ? "" : model.title(), "its name or its weight was not found");
            } else {
                loras.add(new LoraUse(model.name(), weight.get(), weight.get()));
            }
        }
        return loras;
    }

    private void noteMode() {
        String mode = field("generation_mode", RecipeJson::text).orElse("");
        if (mode.contains("img2img") || mode.contains("inpaint") || mode.contains("outpaint")) {
            note("generation_mode", mode, "the picture was made from another one, which its file does not hold");
        } else if (!mode.isEmpty() && !mode.equals("txt2img") && !mode.equals("sdxl_txt2img")) {
            note("generation_mode", mode, "Bildwerk draws with Stable Diffusion alone");
        }
    }

    private void noteWeights(Optional<String> prompt, Optional<String> negative) {
        for (String text : List.of(prompt.orElse(""), negative.orElse(""))) {
            if (WEIGHTS.matcher(text).find()) {
                note("Prompt", text, "Bildwerk reads InvokeAI's weights as plain words");
            }
        }
    }

    private void noteStyle(String field, Optional<String> prompt) {
        field(field, RecipeJson::text)
                .filter(style -> !style.isBlank() && !style.equals(prompt.orElse("")))
                .ifPresent(style -> note(field, style, "Bildwerk gives both text encoders the same prompt"));
    }

    private void noteTheRest() {
        for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            boolean silent = value.isNull()
                    || value.isContainerNode() && value.isEmpty()
                    || value.isBoolean() && !value.booleanValue();
            if (!silent && !READ_OR_ASIDE.contains(key) && notes.size() < 30) {
                note(key, value.isValueNode() ? value.asText() : "",
                        REASONS.getOrDefault(key, "Bildwerk has no such setting"));
            }
        }
    }

    private boolean isTrue(String field) {
        return metadata.path(field).asBoolean(false);
    }

    private <T> Optional<T> field(String name, Function<JsonNode, Optional<T>> read) {
        JsonNode value = metadata.path(name);
        Optional<T> found = read.apply(value);
        if (found.isEmpty() && !value.isMissingNode() && !value.isNull()) {
            note(name, value.asText(), "Bildwerk cannot take this value");
        }
        return found;
    }

    private void note(String field, String value, String reason) {
        notes.add(new NotHonoured(field, value, reason));
    }
}
