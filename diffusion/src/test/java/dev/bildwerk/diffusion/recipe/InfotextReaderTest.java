package dev.bildwerk.diffusion.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import dev.bildwerk.diffusion.pipeline.Variation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfotextReaderTest {
    private static final String FULL = """
            a lighthouse on a cliff, (storm:1.2)
            <lora:paint:0.8>
            Negative prompt: blurry
            Steps: 28, Sampler: DPM++ 2M SDE, Schedule type: Karras, CFG scale: 6.5, Seed: 4294967295, \
            Size: 512x768, Model hash: c3d4e5f6a7, Model: sea, VAE hash: 735e4c3a44, VAE: vae-ft.safetensors, \
            Variation seed: 12, Variation seed strength: 0.15, Denoising strength: 0.4, Clip skip: 2, ENSD: 31337, \
            Eta: 0.67, RNG: CPU, Tiling: True, Hires upscale: 1.5, Hires steps: 12, Hires upscaler: Latent, \
            Lora hashes: "paint: 1a2b3c, ink: 4d5e", TI hashes: "easynegative: c74b4e81", Version: v1.10.1""";

    @Test
    void readsEveryFieldThatAutomatic1111Writes() {
        ReadRecipe.Found found = read(FULL);
        ForeignRecipe recipe = found.recipe();

        assertThat(found.program()).isEqualTo(RecipeProgram.AUTOMATIC1111);
        assertThat(found.version()).isEqualTo("v1.10.1");
        assertThat(found.dialect()).isEqualTo("a1111");
        assertThat(found.notHonoured()).isEmpty();
        assertThat(recipe.prompt()).contains("a lighthouse on a cliff, (storm:1.2)\n<lora:paint:0.8>");
        assertThat(recipe.negativePrompt()).contains("blurry");
        assertThat(recipe.steps()).contains(28);
        assertThat(recipe.sampler()).contains("DPM++ 2M SDE");
        assertThat(recipe.schedule()).contains("Karras");
        assertThat(recipe.guidanceScale()).contains(6.5);
        assertThat(recipe.seed()).contains(4294967295L);
        assertThat(recipe.size()).contains(new PictureSize(512, 768));
        assertThat(recipe.model()).contains(new ModelReference("sea", "c3d4e5f6a7"));
        assertThat(recipe.vae()).contains(new ModelReference("vae-ft.safetensors", "735e4c3a44"));
        assertThat(recipe.variation()).contains(new Variation(12, 0.15));
        assertThat(recipe.denoisingStrength()).contains(0.4);
        assertThat(recipe.clipSkip()).contains(2);
        assertThat(recipe.etaNoiseSeedDelta()).contains(31337L);
        assertThat(recipe.eta()).contains(0.67);
        assertThat(recipe.noiseDevice()).contains(NoiseDevice.CPU);
        assertThat(recipe.tiling()).contains(true);
        assertThat(recipe.hires().orElseThrow().scale()).contains(1.5);
        assertThat(recipe.hires().orElseThrow().steps()).contains(12);
        assertThat(recipe.hires().orElseThrow().upscaler()).contains("Latent");
        assertThat(recipe.loraHashes()).containsEntry("paint", "1a2b3c").containsEntry("ink", "4d5e").hasSize(2);
        assertThat(recipe.embeddingHashes()).containsEntry("easynegative", "c74b4e81");
        assertThat(recipe.others()).isEmpty();
    }

    @Test
    void writesBackEveryFieldThatItRead() {
        ReadRecipe.Found found = read(FULL);

        Infotext again = InfotextWriter.write(found.recipe(), found.dialect(), found.version());

        assertThat(InfotextReader.read(Infotext.parse(again.format()))).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
        "DPM++ 2M Karras, none, DPM++ 2M, Karras",
        "DPM++ 2M SDE Exponential, none, DPM++ 2M SDE, Exponential",
        "DPM++ 2M SDE Heun Karras, none, DPM++ 2M SDE Heun, Karras",
        "DPM++ 2M, none, DPM++ 2M, Uniform",
        "DPM++ 2M, Automatic, DPM++ 2M, Karras",
        "DPM++ 2M SDE, Automatic, DPM++ 2M SDE, Exponential",
        "Euler a, Automatic, Euler a, Uniform",
        "Euler a, none, Euler a, Uniform",
        "Restart, none, Restart, Karras",
        "DDIM, Automatic, DDIM, none",
        "DDIM, none, DDIM, none",
        "Euler, SGM Uniform, Euler, SGM Uniform",
        "Quantum 9000, none, Quantum 9000, none",
    })
    void tellsSamplerFromSchedule(String written, String scheduleType, String sampler, String schedule) {
        String setting = scheduleType == null ? "" : ", Schedule type: " + scheduleType;
        ForeignRecipe recipe = read("a pear\nSteps: 20, Sampler: " + written + setting + ", Seed: 1").recipe();

        assertThat(recipe.sampler()).contains(sampler);
        assertThat(recipe.schedule().orElse(null)).isEqualTo(schedule);
    }

    @ParameterizedTest
    @CsvSource({
        "v1.9.0, AUTOMATIC1111, GPU, a1111",
        "f2.0.1v1.10.1-previous-669-gdfdcbab6, FORGE, GPU, a1111",
        "Bildwerk 0.1.0, BILDWERK, CPU, diffusers",
        "ComfyUI, COMFYUI, CPU, comfyui",
    })
    void knowsTheProgramAndItsHabits(String version, RecipeProgram program, NoiseDevice device, String dialect) {
        ReadRecipe.Found found = read("a pear\nSteps: 20, Sampler: Euler, Seed: 1, Version: " + version);

        assertThat(found.program()).isEqualTo(program);
        assertThat(found.recipe().noiseDevice()).contains(device);
        assertThat(found.dialect()).isEqualTo(dialect);
    }

    @Test
    void keepsAndNamesTheSettingsThatItDoesNotKnow() {
        ReadRecipe.Found found = read("a pear\nSteps: 20, Sampler: Euler, Seed: 1, Refiner: xl [7440042bbd], "
                + "Moon phase: full, Batch size: 4");

        assertThat(found.recipe().others())
                .containsEntry("Moon phase", "full")
                .containsEntry("Refiner", "xl [7440042bbd]")
                .containsEntry("Batch size", "4");
        assertThat(found.notHonoured())
                .extracting(NotHonoured::sentence)
                .containsExactly(
                        "Refiner \"xl [7440042bbd]\": name the refiner's model yourself.",
                        "Moon phase \"full\": Bildwerk has no such setting.");
    }

    @ParameterizedTest
    @CsvSource({
        "Seed: seven", "Seed: -1", "Steps: 1e3", "CFG scale: NaN", "CFG scale: Infinity", "Size: 0x0", "Size: big",
        "Clip skip: 99999999999", "Seed: 9223372036854775808", "Size: 8x8x8",
    })
    void namesANumberThatIsNone(String setting) {
        ReadRecipe.Found found = read("a pear\n" + setting + ", Mood: a, Light: b");

        assertThat(found.notHonoured()).extracting(NotHonoured::field).contains(setting.split(":")[0]);
    }

    @Test
    void understandsTheFirstPassOfOldVersions() {
        ForeignRecipe told = read("p\nSteps: 1, Sampler: Euler, Size: 1024x1536, First pass size: 512x768").recipe();
        ForeignRecipe reckoned = read("p\nSteps: 1, Sampler: Euler, Size: 1024x1536, First pass size: 0x0").recipe();

        assertThat(told.size()).contains(new PictureSize(512, 768));
        assertThat(told.hires().orElseThrow().size()).contains(new PictureSize(1024, 1536));
        assertThat(reckoned.size()).contains(new PictureSize(448, 640));
    }

    @Test
    void readsSettingsBeforeATemplate() {
        ForeignRecipe recipe = read("a pear\nSteps: 20, Sampler: Euler, Seed: 1\nTemplate: a {pear|plum}").recipe();

        assertThat(recipe.prompt()).contains("a pear");
        assertThat(recipe.seed()).contains(1L);
    }

    @Test
    void takesTheLastOfSettingsThatAreToldTwice() {
        assertThat(read("a pear\nSteps: 20, Seed: 1, Seed: 2, Size: 8x8").recipe().seed()).contains(2L);
    }

    @Test
    void readsAMillionCharactersInLinearTime() {
        int length = 1_000_000;
        for (String settings : List.of(
                ",".repeat(length) + ":",
                ":".repeat(length),
                "ab:,".repeat(length / 4),
                "ab: \"\\\", ".repeat(length / 9),
                "ab: \"x\", ".repeat(length / 9),
                "a".repeat(length) + ": 1, Seed: 2, Steps: 3",
                "Seed: " + "9".repeat(length) + ", Steps: 1, CFG scale: 0." + "1".repeat(length),
                "Lora hashes: \"" + ":,".repeat(length / 2) + "\", Seed: 1, Steps: 2",
                "Negative prompt:\n".repeat(length / 17) + "Steps: 1",
                "Steps: 1\nTemplate: \n".repeat(length / 20))) {
            long start = System.nanoTime();
            read(settings);
            assertThat((System.nanoTime() - start) / 1e9).as(settings.substring(0, 12)).isLessThan(30);
        }
    }

    private static ReadRecipe.Found read(String text) {
        return InfotextReader.read(Infotext.parse(text));
    }
}
