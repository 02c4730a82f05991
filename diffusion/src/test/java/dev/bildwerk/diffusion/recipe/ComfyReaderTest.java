package dev.bildwerk.diffusion.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComfyReaderTest {
    /** The graph that ComfyUI opens with, by node. */
    private static Map<String, String> plain() {
        Map<String, String> nodes = new LinkedHashMap<>();
        nodes.put("3", node("KSampler", """
                "seed": 156680208700286, "steps": 20, "cfg": 8, "sampler_name": "dpmpp_2m", "scheduler": "karras",
                "denoise": 1, "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0],
                "latent_image": ["5", 0]"""));
        nodes.put("4", node("CheckpointLoaderSimple", "\"ckpt_name\": \"sea/v1.safetensors\""));
        nodes.put("5", node("EmptyLatentImage", "\"width\": 512, \"height\": 768, \"batch_size\": 1"));
        nodes.put("6", node("CLIPTextEncode", "\"text\": \"a (red:1.2) apple\", \"clip\": [\"4\", 1]"));
        nodes.put("7", node("CLIPTextEncode", "\"text\": \"blurry\", \"clip\": [\"4\", 1]"));
        nodes.put("8", node("VAEDecode", "\"samples\": [\"3\", 0], \"vae\": [\"4\", 2]"));
        nodes.put("9", node("SaveImage", "\"filename_prefix\": \"ComfyUI\", \"images\": [\"8\", 0]"));
        return nodes;
    }

    @Test
    void readsThePlainGraph() {
        ReadRecipe.Found found = found(plain());

        assertThat(found.program()).isEqualTo(RecipeProgram.COMFYUI);
        assertThat(found.dialect()).isEqualTo("comfyui");
        assertThat(found.notHonoured()).isEmpty();
        assertThat(found.recipe()).isEqualTo(ForeignRecipe.builder()
                .prompt("a (red:1.2) apple")
                .negativePrompt("blurry")
                .seed(156680208700286L)
                .steps(20)
                .guidanceScale(8.0)
                .sampler("DPM++ 2M")
                .schedule("Karras")
                .size(new PictureSize(512, 768))
                .noiseDevice(NoiseDevice.CPU)
                .model(new ModelReference("sea/v1.safetensors", ""))
                .build());
    }

    @Test
    void readsLorasClipSkipAnotherVaeAndRescale() {
        Map<String, String> nodes = plain();
        nodes.put("20", node("LoraLoader", """
                "lora_name": "first.safetensors", "strength_model": 0.8, "strength_clip": 0.5,
                "model": ["4", 0], "clip": ["4", 1]"""));
        nodes.put("21", node("LoraLoaderModelOnly", """
                "lora_name": "second.safetensors", "strength_model": -1, "model": ["20", 0]"""));
        nodes.put("22", node("RescaleCFG", "\"multiplier\": 0.7, \"model\": [\"21\", 0]"));
        nodes.put("23", node("CLIPSetLastLayer", "\"stop_at_clip_layer\": -2, \"clip\": [\"20\", 1]"));
        nodes.put("24", node("VAELoader", "\"vae_name\": \"ft.safetensors\""));
        relink(nodes, "3", "[\"4\", 0]", "[\"22\", 0]");
        relink(nodes, "6", "[\"4\", 1]", "[\"23\", 0]");
        relink(nodes, "7", "[\"4\", 1]", "[\"23\", 0]");
        relink(nodes, "8", "[\"4\", 2]", "[\"24\", 0]");

        ReadRecipe.Found found = found(nodes);

        assertThat(found.notHonoured()).isEmpty();
        assertThat(found.recipe().loras()).containsExactly(
                new LoraUse("first.safetensors", 0.8, 0.5), new LoraUse("second.safetensors", -1, 0));
        assertThat(found.recipe().clipSkip()).contains(2);
        assertThat(found.recipe().guidanceRescale()).contains(0.7);
        assertThat(found.recipe().vae()).contains(new ModelReference("ft.safetensors", ""));
        assertThat(found.recipe().model()).contains(new ModelReference("sea/v1.safetensors", ""));
    }

    @Test
    void followsLinkedTextsAndNumbers() {
        Map<String, String> nodes = plain();
        nodes.put("30", node("PrimitiveStringMultiline", "\"value\": \"a pear\""));
        nodes.put("31", node("StringConcatenate", """
                "string_a": ["30", 0], "string_b": "on a table", "delimiter": ", \""""));
        nodes.put("32", node("PrimitiveInt", "\"value\": 42"));
        relink(nodes, "6", "\"a (red:1.2) apple\"", "[\"31\", 0]");
        relink(nodes, "3", "156680208700286", "[\"32\", 0]");

        ReadRecipe.Found found = found(nodes);

        assertThat(found.notHonoured()).isEmpty();
        assertThat(found.recipe().prompt()).contains("a pear, on a table");
        assertThat(found.recipe().seed()).contains(42L);
    }

    @Test
    void readsTheAdvancedSamplerAndSdxlsPrompts() {
        Map<String, String> nodes = plain();
        nodes.put("3", node("KSamplerAdvanced", """
                "add_noise": "enable", "noise_seed": 5, "steps": 25, "cfg": 7.5, "sampler_name": "euler",
                "scheduler": "normal", "start_at_step": 0, "end_at_step": 10000,
                "return_with_leftover_noise": "disable",
                "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]"""));
        nodes.put("6", node("CLIPTextEncodeSDXL", """
                "width": 1024, "height": 1024, "crop_w": 0, "crop_h": 0, "target_width": 1024, "target_height": 1024,
                "text_g": "a plum", "text_l": "a plum", "clip": ["4", 1]"""));

        ReadRecipe.Found found = found(nodes);

        assertThat(found.notHonoured()).isEmpty();
        assertThat(found.recipe().seed()).contains(5L);
        assertThat(found.recipe().prompt()).contains("a plum");
    }

    @Test
    void readsTheCustomSampler() {
        Map<String, String> nodes = plain();
        nodes.put("3", node("SamplerCustom", """
                "add_noise": true, "noise_seed": 5, "cfg": 7.5, "sampler": ["40", 0], "sigmas": ["41", 0],
                "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]"""));
        nodes.put("40", node("KSamplerSelect", "\"sampler_name\": \"euler_ancestral\""));
        nodes.put("41", node("BasicScheduler", """
                "scheduler": "sgm_uniform", "steps": 6, "denoise": 1.0, "model": ["4", 0]"""));

        ReadRecipe.Found found = found(nodes);

        assertThat(found.notHonoured()).isEmpty();
        assertThat(found.recipe().sampler()).contains("Euler a");
        assertThat(found.recipe().schedule()).contains("SGM Uniform");
        assertThat(found.recipe().steps()).contains(6);
    }

    @Test
    void namesWhatIsBeyondOnePlainGeneration() {
        Map<String, String> nodes = plain();
        nodes.put("50", node("ControlNetApplyAdvanced", """
                "positive": ["6", 0], "negative": ["7", 0], "strength": 1"""));
        nodes.put("51", node("LatentUpscale", "\"samples\": [\"3\", 0], \"width\": 1024"));
        nodes.put("52", node("KSampler", """
                "seed": 1, "steps": 9, "cfg": 8, "sampler_name": "euler", "scheduler": "normal", "denoise": 0.5,
                "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["51", 0]"""));
        nodes.put("53", node("ModelSamplingMystery", "\"model\": [\"4\", 0]"));
        relink(nodes, "3", "[\"6\", 0]", "[\"50\", 0]");
        relink(nodes, "3", "[\"7\", 0]", "[\"50\", 1]");
        relink(nodes, "3", "[\"4\", 0]", "[\"53\", 0]");
        relink(nodes, "8", "[\"3\", 0]", "[\"52\", 0]");

        ReadRecipe.Found found = found(nodes);

        assertThat(found.recipe().steps()).contains(20);
        assertThat(found.recipe().prompt()).contains("a (red:1.2) apple");
        assertThat(found.recipe().negativePrompt()).contains("blurry");
        assertThat(found.notHonoured()).extracting(NotHonoured::field).containsExactlyInAnyOrder(
                "KSampler (node 52)", "LatentUpscale (node 51)", "ControlNetApplyAdvanced (node 50)",
                "ControlNetApplyAdvanced (node 50)", "ModelSamplingMystery (node 53)");
    }

    @Test
    void namesAnotherPictureThatItStartedFrom() {
        Map<String, String> nodes = plain();
        nodes.put("60", node("LoadImage", "\"image\": \"cat.png\""));
        nodes.put("61", node("VAEEncode", "\"pixels\": [\"60\", 0], \"vae\": [\"4\", 2]"));
        relink(nodes, "3", "[\"5\", 0]", "[\"61\", 0]");
        relink(nodes, "3", "\"denoise\": 1", "\"denoise\": 0.6");

        ReadRecipe.Found found = found(nodes);

        assertThat(found.recipe().denoisingStrength()).contains(0.6);
        assertThat(found.recipe().size()).isEmpty();
        assertThat(found.notHonoured()).extracting(NotHonoured::sentence).containsExactly(
                "LoadImage (node 60): the picture was made from another one, which its file does not hold.");
    }

    @Test
    void refusesAGraphOfSeveralPictures() {
        Map<String, String> nodes = plain();
        nodes.put("70", plain().get("3"));
        nodes.put("71", node("VAEDecode", "\"samples\": [\"70\", 0], \"vae\": [\"4\", 2]"));
        nodes.put("72", node("SaveImage", "\"images\": [\"71\", 0]"));

        assertThat(read(nodes)).isInstanceOfSatisfying(ReadRecipe.None.class, none ->
                assertThat(none.reason()).contains("SaveImage (node 9), SaveImage (node 72)").endsWith("."));
    }

    @Test
    void refusesAGraphWithoutASampler() {
        Map<String, String> nodes = plain();
        nodes.put("3", node("SamplerCustomAdvanced", "\"latent_image\": [\"5\", 0]"));

        assertThat(read(nodes)).isInstanceOfSatisfying(ReadRecipe.None.class, none ->
                assertThat(none.reason()).contains("SamplerCustomAdvanced (node 3)").endsWith("."));
    }

    @ParameterizedTest
    @CsvSource({
        "18446744073709551615, 9223372036854775807",
        "9223372036854775808, 0",
        "0, 0",
        "4294967296, 4294967296",
    })
    void keepsTheBitsOfALargeSeedThatDrawTheNoise(String written, long seed) {
        Map<String, String> nodes = plain();
        relink(nodes, "3", "156680208700286", written);

        assertThat(found(nodes).recipe().seed()).contains(seed);
    }

    @Test
    void endsOnGraphsThatGoInCircles() {
        Map<String, String> nodes = plain();
        nodes.put("5", node("LatentBatch", "\"samples\": [\"80\", 0]"));
        nodes.put("80", node("LatentBatch", "\"samples\": [\"5\", 0]"));
        nodes.put("4", node("LoraLoader", "\"lora_name\": \"l\", \"strength_model\": 1, \"model\": [\"4\", 0], "
                + "\"strength_clip\": 1, \"clip\": [\"4\", 1]"));
        nodes.put("6", node("CLIPTextEncode", "\"text\": [\"81\", 0], \"clip\": [\"4\", 1]"));
        nodes.put("81", node("StringConcatenate", "\"string_a\": [\"81\", 0], \"string_b\": [\"81\", 0]"));
        nodes.put("7", node("ConditioningCombine", "\"conditioning_1\": [\"7\", 0]"));
        relink(nodes, "3", "\"steps\": 20", "\"steps\": [\"82\", 0]");
        nodes.put("82", node("PrimitiveInt", "\"value\": [\"82\", 0]"));

        ReadRecipe.Found found = found(nodes);

        assertThat(found.recipe().steps()).isEmpty();
        assertThat(found.recipe().prompt()).isEmpty();
        assertThat(found.notHonoured()).extracting(NotHonoured::field)
                .contains("latent_image", "steps", "model", "negative");
    }

    @Test
    void endsSoonOnALongChainOfNodes() {
        Map<String, String> nodes = plain();
        int length = 20_000;
        for (int i = 0; i < length; i++) {
            nodes.put("m" + i, node("LoraLoader", """
                    "lora_name": "l", "strength_model": 1, "model": ["m%d", 0]""".formatted(i + 1)));
            nodes.put("t" + i, node("StringConcatenate", """
                    "string_a": ["t%d", 0], "string_b": ["t%d", 0]""".formatted(i + 1, i + 1)));
        }
        relink(nodes, "3", "[\"4\", 0]", "[\"m0\", 0]");
        relink(nodes, "6", "\"a (red:1.2) apple\"", "[\"t0\", 0]");

        long start = System.nanoTime();
        ReadRecipe.Found found = found(nodes);

        assertThat((System.nanoTime() - start) / 1e9).isLessThan(30);
        assertThat(found.recipe().loras()).hasSize(length);
        assertThat(found.notHonoured()).hasSizeLessThan(40);
    }

    @Test
    void readsTheEditorsFormWithItsBypassedAndMutedNodes() {
        String workflow = """
                {"nodes": [
                 {"id": 3, "type": "KSampler", "mode": 0, "inputs": [
                   {"name": "model", "type": "MODEL", "link": 1},
                   {"name": "positive", "type": "CONDITIONING", "link": 4},
                   {"name": "negative", "type": "CONDITIONING", "link": 6},
                   {"name": "latent_image", "type": "LATENT", "link": 2}],
                  "widgets_values": [77, "randomize", 20, 8, "euler", "normal", 1]},
                 {"id": 4, "type": "CheckpointLoaderSimple", "widgets_values": ["v1.safetensors"]},
                 {"id": 5, "type": "EmptyLatentImage", "widgets_values": [512, 640, 1]},
                 {"id": 6, "type": "CLIPTextEncode", "inputs": [{"name": "clip", "type": "CLIP", "link": 3}],
                  "widgets_values": ["a red apple"]},
                 {"id": 7, "type": "CLIPTextEncode", "inputs": [{"name": "clip", "type": "CLIP", "link": 5}],
                  "widgets_values": ["blurry"]},
                 {"id": 8, "type": "VAEDecode", "inputs": [{"name": "samples", "type": "LATENT", "link": 7},
                   {"name": "vae", "type": "VAE", "link": 8}]},
                 {"id": 9, "type": "SaveImage", "inputs": [{"name": "images", "type": "IMAGE", "link": 9}]},
                 {"id": 10, "type": "LoraLoader", "mode": 4, "inputs": [
                   {"name": "model", "type": "MODEL", "link": 10}, {"name": "clip", "type": "CLIP", "link": 11}],
                  "outputs": [{"type": "MODEL"}, {"type": "CLIP"}], "widgets_values": ["off.safetensors", 1, 1]},
                 {"id": 11, "type": "SaveImage", "mode": 2, "inputs": [
                   {"name": "images", "type": "IMAGE", "link": 9}]}],
                 "links": [[1, 10, 0, 3, 0, "MODEL"], [2, 5, 0, 3, 3, "LATENT"], [3, 10, 1, 6, 0, "CLIP"],
                  [4, 6, 0, 3, 1, "CONDITIONING"], [5, 4, 1, 7, 0, "CLIP"], [6, 7, 0, 3, 2, "CONDITIONING"],
                  [7, 3, 0, 8, 0, "LATENT"], [8, 4, 2, 8, 1, "VAE"], [9, 8, 0, 9, 0, "IMAGE"],
                  [10, 4, 0, 10, 0, "MODEL"], [11, 4, 1, 10, 1, "CLIP"]]}""";

        ReadRecipe read = RecipeReader.read(ForeignFiles.png("workflow", workflow));

        assertThat(read).isInstanceOfSatisfying(ReadRecipe.Found.class, found -> {
            assertThat(found.notHonoured()).isEmpty();
            assertThat(found.recipe().prompt()).contains("a red apple");
            assertThat(found.recipe().negativePrompt()).contains("blurry");
            assertThat(found.recipe().seed()).contains(77L);
            assertThat(found.recipe().size()).contains(new PictureSize(512, 640));
            assertThat(found.recipe().loras()).isEmpty();
            assertThat(found.recipe().model()).contains(new ModelReference("v1.safetensors", ""));
        });
    }

    @Test
    void findsTheGraphOfAWebp() {
        byte[] exif = ForeignFiles.field(0x0110, "prompt:" + json(plain()));

        assertThat(RecipeReader.read(ForeignFiles.webp(exif))).isEqualTo(found(plain()));
    }

    @Test
    void prefersTheGraphToATextBesideItAndTheTextToNothing() {
        byte[] both = PngText.add(
                ForeignFiles.png("prompt", json(plain())), "parameters", "a pear\nSteps: 1, Seed: 2, Version: ComfyUI");
        byte[] unknown = PngText.add(
                ForeignFiles.png("prompt", "{\"1\": {\"class_type\": \"Magic\", \"inputs\": {}}}"),
                "parameters",
                "a pear\nSteps: 1, Seed: 2, Version: ComfyUI");

        assertThat(RecipeReader.read(both)).isEqualTo(found(plain()));
        assertThat(RecipeReader.read(unknown)).isInstanceOfSatisfying(
                ReadRecipe.Found.class, found -> assertThat(found.dialect()).isEqualTo("comfyui"));
    }

    private static String node(String type, String inputs) {
        return "{\"class_type\": \"%s\", \"inputs\": {%s}}".formatted(type, inputs);
    }

    private static void relink(Map<String, String> nodes, String id, String old, String now) {
        assertThat(nodes.get(id)).contains(old);
        nodes.put(id, nodes.get(id).replace(old, now));
    }

    private static String json(Map<String, String> nodes) {
        return nodes.entrySet().stream()
                .map(node -> "\"%s\": %s".formatted(node.getKey(), node.getValue()))
                .collect(Collectors.joining(",\n", "{", "}"));
    }

    private static ReadRecipe read(Map<String, String> nodes) {
        return RecipeReader.read(ForeignFiles.png("prompt", json(nodes)));
    }

    private static ReadRecipe.Found found(Map<String, String> nodes) {
        return (ReadRecipe.Found) read(nodes);
    }
}
