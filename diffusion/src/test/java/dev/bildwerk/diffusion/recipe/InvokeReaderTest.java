package dev.bildwerk.diffusion.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvokeReaderTest {
    private static final String VERSION_5 = """
            {"generation_mode": "txt2img", "positive_prompt": "a red apple", "negative_prompt": "blurry",
             "width": 512, "height": 768, "seed": 42, "rand_device": "cpu", "cfg_scale": 7.5,
             "cfg_rescale_multiplier": 0.5, "steps": 30, "scheduler": "dpmpp_2m_k", "clip_skip": 1,
             "model": {"key": "1b", "hash": "blake3:6f2a", "name": "sea", "base": "sd-1", "type": "main"},
             "vae": {"key": "2c", "hash": "blake3:77", "name": "ft", "base": "sd-1", "type": "vae"},
             "loras": [{"model": {"key": "3d", "hash": "blake3:88", "name": "paint"}, "weight": 0.75}],
             "seamless_x": true, "seamless_y": true, "app_version": "5.6.0"}""";

    @Test
    void readsEveryFieldOfAPlainGeneration() {
        ReadRecipe.Found found = found("invokeai_metadata", VERSION_5);

        assertThat(found.program()).isEqualTo(RecipeProgram.INVOKEAI);
        assertThat(found.version()).isEqualTo("5.6.0");
        assertThat(found.dialect()).isEqualTo("diffusers");
        assertThat(found.notHonoured()).isEmpty();
        assertThat(found.recipe()).isEqualTo(ForeignRecipe.builder()
                .prompt("a red apple")
                .negativePrompt("blurry")
                .seed(42L)
                .steps(30)
                .guidanceScale(7.5)
                .guidanceRescale(0.5)
                .sampler("DPM++ 2M")
                .schedule("Karras")
                .size(new PictureSize(512, 768))
                .clipSkip(2)
                .noiseDevice(NoiseDevice.CPU)
                .tiling(true)
                .model(new ModelReference("sea", "blake3:6f2a"))
                .vae(new ModelReference("ft", "blake3:77"))
                .loras(List.of(new LoraUse("paint", 0.75, 0.75)))
                .build());
    }

    @Test
    void readsVersion3sNamesOfModels() {
        ForeignRecipe recipe = found("invokeai_metadata", """
                {"positive_prompt": "a pear", "model": {"model_name": "sea", "base_model": "sd-1"},
                 "loras": [{"lora": {"model_name": "ink", "base_model": "sd-1"}, "weight": 0.5}],
                 "scheduler": "euler", "clip_skip": 0, "steps": 20}""").recipe();

        assertThat(recipe.model()).contains(new ModelReference("sea", ""));
        assertThat(recipe.loras()).containsExactly(new LoraUse("ink", 0.5, 0.5));
        assertThat(recipe.clipSkip()).isEmpty();
        assertThat(recipe.schedule()).contains("Normal");
    }

    @ParameterizedTest
    @CsvSource({
        "euler, Euler, Normal", "euler_k, Euler, Karras", "euler_a, Euler a, Normal", "ddim, DDIM, Normal",
        "dpmpp_2m_sde_k, DPM++ 2M SDE, Karras", "kdpm_2_a_k, DPM2 a, Karras", "unipc, UniPC, Normal",
        "k_lms, LMS, Normal", "k_dpm_2_a, DPM2 a, Normal", "plms, PLMS, Normal", "deis_k, deis, Karras",
    })
    void knowsTheNamesOfSchedulers(String name, String sampler, String schedule) {
        SamplerTitle titles = InvokeNames.titles(name);

        assertThat(titles.sampler()).isEqualTo(sampler);
        assertThat(titles.schedule()).contains(schedule);
    }

    @Test
    void namesWhatIsBeyondOnePlainGeneration() {
        ReadRecipe.Found found = found("invokeai_metadata", """
                {"generation_mode": "sdxl_img2img", "positive_prompt": "a (red)1.3 apple++", "strength": 0.6,
                 "positive_style_prompt": "watercolour", "controlnets": [{"control_weight": 1}], "ipAdapters": [],
                 "hrf_enabled": true, "steps": "many", "scheduler": "euler", "refiner_model": {"name": "r"}}""");

        assertThat(found.recipe().denoisingStrength()).contains(0.6);
        assertThat(found.notHonoured()).extracting(NotHonoured::field).containsExactlyInAnyOrder(
                "steps", "generation_mode", "Prompt", "positive_style_prompt", "controlnets", "hrf_enabled",
                "refiner_model");
    }

    @Test
    void readsVersion2() {
        ReadRecipe.Found found = found("sd-metadata", """
                {"model": "stable diffusion", "model_weights": "stable-diffusion-1.5", "model_hash": "cc6cb27103",
                 "app_id": "invoke-ai/InvokeAI", "app_version": "2.3.0", "image": {
                  "prompt": [{"prompt": "a red apple [blurry] on a table", "weight": 1}], "steps": 50,
                  "cfg_scale": 7.5, "threshold": 0, "perlin": 0, "height": 512, "width": 640, "seed": 9,
                  "seamless": false, "hires_fix": false, "type": "txt2img", "postprocessing": null,
                  "sampler": "k_euler_a", "variations": []}}""");

        assertThat(found.recipe().prompt()).contains("a red apple  on a table");
        assertThat(found.recipe().negativePrompt()).contains("blurry");
        assertThat(found.recipe().size()).contains(new PictureSize(640, 512));
        assertThat(found.recipe().sampler()).contains("Euler a");
        assertThat(found.recipe().model()).contains(new ModelReference("stable-diffusion-1.5", "cc6cb27103"));
        assertThat(found.notHonoured()).extracting(NotHonoured::field).containsExactly("Noise");
    }

    @Test
    void readsTheCommandOfVersion1() {
        ReadRecipe.Found found =
                found("Dream", "\"a \\\"red\\\" apple\" -s 50 -S 42 -W512 -H 640 -C 7.5 -A k_lms -G 0.8");

        assertThat(found.recipe().prompt().orElseThrow()).startsWith("a ").endsWith("apple");
        assertThat(found.recipe().seed()).contains(42L);
        assertThat(found.recipe().size()).contains(new PictureSize(512, 640));
        assertThat(found.recipe().sampler()).contains("LMS");
        assertThat(found.notHonoured()).extracting(NotHonoured::field).containsExactly("-G", "Noise");
    }

    private static ReadRecipe.Found found(String keyword, String text) {
        return (ReadRecipe.Found) RecipeReader.read(ForeignFiles.png(keyword, text));
    }
}
