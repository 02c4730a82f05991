package dev.bildwerk.diffusion.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import java.util.Optional;

/** One plain generation in the words of other programs, so that they can make the picture again. */
public final class ForeignRecipeWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MODEL = 0;
    private static final int CLIP = 1;
    private static final int VAE = 2;

    private ForeignRecipeWriter() {}

    /**
     * The text {@code parameters} as AUTOMATIC1111 reads it.
     *
     * @param dialect {@code a1111}, {@code comfyui} or {@code diffusers}
     * @param program such as {@code Bildwerk 0.1.0}; empty to leave it out
     */
    public static Infotext infotext(ForeignRecipe recipe, String dialect, String program) {
        return InfotextWriter.write(recipe, dialect, program);
    }

    /**
     * ComfyUI's graph for its API and for a picture's text {@code prompt}: checkpoint, LoRAs, prompts, sampler,
     * decoder. Variation, hires fix and tiling are not written.
     *
     * @throws RecipeException if the prompt, seed, steps, guidance, sampler, schedule, size or model's name is missing,
     *     or ComfyUI does not have the sampler or the schedule
     */
    public static String comfyGraph(ForeignRecipe recipe) {
        ObjectNode graph = JSON.objectNode();
        ObjectNode checkpoint = node(graph, "4", "CheckpointLoaderSimple");
        checkpoint.put("ckpt_name", required("model", recipe.model()).name());
        Outputs outputs = loras(graph, recipe);
        ArrayNode clip = outputs.clip;
        if (recipe.clipSkip().orElse(1) > 1) {
            node(graph, "10", "CLIPSetLastLayer")
                    .put("stop_at_clip_layer", -recipe.clipSkip().get())
                    .set("clip", clip);
            clip = link("10", 0);
        }
        node(graph, "6", "CLIPTextEncode").put("text", required("prompt", recipe.prompt())).set("clip", clip);
        node(graph, "7", "CLIPTextEncode").put("text", recipe.negativePrompt().orElse("")).set("clip", clip);
        PictureSize size = required("size", recipe.size());
        node(graph, "5", "EmptyLatentImage")
                .put("width", size.width())
                .put("height", size.height())
                .put("batch_size", 1);
        ArrayNode model = outputs.model;
        if (recipe.guidanceRescale().isPresent()) {
            node(graph, "11", "RescaleCFG").put("multiplier", recipe.guidanceRescale().get()).set("model", model);
            model = link("11", 0);
        }
        sampler(graph, recipe, model);
        ArrayNode vae = link("4", VAE);
        if (recipe.vae().isPresent()) {
            node(graph, "12", "VAELoader").put("vae_name", recipe.vae().get().name());
            vae = link("12", 0);
        }
        node(graph, "8", "VAEDecode").<ObjectNode>set("samples", link("3", 0)).set("vae", vae);
        node(graph, "9", "SaveImage").put("filename_prefix", "Bildwerk").set("images", link("8", 0));
        return print(graph);
    }

    /** Where the model and the text encoder come from, after the LoRAs. */
    private record Outputs(ArrayNode model, ArrayNode clip) {}

    private static Outputs loras(ObjectNode graph, ForeignRecipe recipe) {
        Outputs outputs = new Outputs(link("4", MODEL), link("4", CLIP));
        int id = 20;
        for (LoraUse lora : recipe.loras()) {
            node(graph, Integer.toString(id), "LoraLoader")
                    .put("lora_name", lora.name())
                    .put("strength_model", lora.unetWeight())
                    .put("strength_clip", lora.textWeight())
                    .<ObjectNode>set("model", outputs.model)
                    .set("clip", outputs.clip);
            outputs = new Outputs(link(Integer.toString(id), MODEL), link(Integer.toString(id), CLIP));
            id++;
        }
        return outputs;
    }

    private static void sampler(ObjectNode graph, ForeignRecipe recipe, ArrayNode model) {
        String sampler = required("sampler", recipe.sampler());
        String schedule = required("schedule", recipe.schedule());
        node(graph, "3", "KSampler")
                .put("seed", required("seed", recipe.seed()))
                .put("steps", required("steps", recipe.steps()))
                .put("cfg", required("guidance scale", recipe.guidanceScale()))
                .put("sampler_name", known("ComfyUI", sampler, ComfyNames.sampler(sampler)))
                .put("scheduler", known("ComfyUI", schedule, ComfyNames.scheduler(schedule)))
                .put("denoise", recipe.denoisingStrength().orElse(1.0))
                .<ObjectNode>set("model", model)
                .<ObjectNode>set("positive", link("6", 0))
                .<ObjectNode>set("negative", link("7", 0))
                .set("latent_image", link("5", 0));
    }

    /**
     * InvokeAI's text {@code invokeai_metadata}. Variation and hires fix are not written.
     *
     * @throws RecipeException if the prompt, seed, steps, guidance, sampler, schedule or size is missing, or InvokeAI
     *     does not have the sampler with the schedule
     */
    public static String invokeMetadata(ForeignRecipe recipe) {
        String sampler = required("sampler", recipe.sampler());
        String schedule = required("schedule", recipe.schedule());
        PictureSize size = required("size", recipe.size());
        ObjectNode metadata = JSON.objectNode()
                .put("generation_mode", "txt2img")
                .put("positive_prompt", required("prompt", recipe.prompt()))
                .put("negative_prompt", recipe.negativePrompt().orElse(""))
                .put("width", size.width())
                .put("height", size.height())
                .put("seed", required("seed", recipe.seed()))
                .put("rand_device", recipe.noiseDevice().orElse(NoiseDevice.CPU) == NoiseDevice.CPU ? "cpu" : "cuda")
                .put("cfg_scale", required("guidance scale", recipe.guidanceScale()))
                .put("cfg_rescale_multiplier", recipe.guidanceRescale().orElse(0.0))
                .put("steps", required("steps", recipe.steps()))
                .put("scheduler", known("InvokeAI", sampler + " " + schedule, InvokeNames.name(sampler, schedule)))
                .put("clip_skip", recipe.clipSkip().orElse(1) - 1)
                .put("seamless_x", recipe.tiling().orElse(false))
                .put("seamless_y", recipe.tiling().orElse(false));
        recipe.model().ifPresent(model -> metadata.set("model", reference(model)));
        recipe.vae().ifPresent(vae -> metadata.set("vae", reference(vae)));
        ArrayNode loras = metadata.putArray("loras");
        for (LoraUse lora : recipe.loras()) {
            loras.addObject()
                    .put("weight", lora.unetWeight())
                    .set("model", reference(new ModelReference(lora.name(), "")));
        }
        return print(metadata);
    }

    private static ObjectNode reference(ModelReference model) {
        ObjectNode reference = JSON.objectNode().put("name", model.name());
        return model.hash().isEmpty() ? reference : reference.put("hash", model.hash());
    }

    /** The inputs of a new node. */
    private static ObjectNode node(ObjectNode graph, String id, String type) {
        return graph.putObject(id).put("class_type", type).putObject("inputs");
    }

    private static ArrayNode link(String node, int slot) {
        return JSON.arrayNode().add(node).add(slot);
    }

    private static <T> T required(String field, Optional<T> value) {
        return value.orElseThrow(() -> new RecipeException(
                "recipe.write.missing",
                "The recipe does not say its %s, which the other program needs.".formatted(field)));
    }

    private static String known(String program, String title, Optional<String> name) {
        return name.orElseThrow(() -> new RecipeException(
                "recipe.write.unknown", "%s has no \"%s\".".formatted(program, title)));
    }

    private static String print(ObjectNode json) {
        try {
            return RecipeJson.MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of strings and numbers can be written.", e);
        }
    }
}
