package dev.bildwerk.diffusion.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.DeepCache;
import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.pipeline.GuidanceLimits;
import dev.bildwerk.diffusion.pipeline.HiresFix;
import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import dev.bildwerk.diffusion.pipeline.Upscaler;
import dev.bildwerk.diffusion.pipeline.Variation;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegenerationTest {
    private static final GenerationDefaults DEFAULTS =
            new GenerationDefaults(25, 4, SamplerName.DDIM, ScheduleName.NORMAL, 64, 64);
    private static final ForeignRecipe NOTHING = ForeignRecipe.builder().build();
    private static final ModelReference UNKNOWN = new ModelReference("", "");
    private static final String PLAIN = "a red apple\nNegative prompt: blurry\n"
            + "Steps: 20, Sampler: Euler a, Schedule type: Karras, CFG scale: 7, Seed: 3, Size: 512x768, RNG: CPU";

    @Test
    void drawsAPlainRecipeAsItIs() {
        Regeneration again = of(PLAIN, NOTHING);

        assertThat(again.notHonoured()).isEmpty();
        assertThat(again.prompt()).isEqualTo("a red apple");
        assertThat(again.negativePrompt()).isEqualTo("blurry");
        assertThat(again.seed()).contains(3L);
        assertThat(again.steps()).isEqualTo(20);
        assertThat(again.guidanceScale()).isEqualTo(7);
        assertThat(again.sampler()).isEqualTo(SamplerName.EULER_ANCESTRAL);
        assertThat(again.schedule()).isEqualTo(ScheduleName.KARRAS);
        assertThat(List.of(again.width(), again.height())).containsExactly(512, 768);
        assertThat(again.dialect()).isEqualTo("a1111");
        assertThat(again.controls()).isEqualTo(Controls.NONE);
    }

    @Test
    void takesTheUsersWordBeforeTheRecipes() {
        Regeneration again = of(PLAIN, ForeignRecipe.builder()
                .prompt("a pear").negativePrompt("").seed(9L).steps(5).guidanceScale(1.5).sampler("DDIM")
                .schedule("Normal").size(new PictureSize(64, 32)).build());

        assertThat(again.notHonoured()).isEmpty();
        assertThat(again.prompt()).isEqualTo("a pear");
        assertThat(again.negativePrompt()).isEmpty();
        assertThat(again.seed()).contains(9L);
        assertThat(again.steps()).isEqualTo(5);
        assertThat(again.guidanceScale()).isEqualTo(1.5);
        assertThat(again.sampler()).isEqualTo(SamplerName.DDIM);
        assertThat(again.schedule()).isEqualTo(ScheduleName.NORMAL);
        assertThat(List.of(again.width(), again.height())).containsExactly(64, 32);
    }

    @Test
    void leavesAnImpossibleWordOfTheUserToTheRequest() {
        assertThat(of(PLAIN, ForeignRecipe.builder().steps(-4).build()).steps()).isEqualTo(-4);
    }

    @Test
    void takesTheModelsHabitWhereTheRecipeIsSilentOrImpossible() {
        Regeneration again = of("a pear\nSteps: 100000, Sampler: Quantum 9000, Schedule type: Moon, RNG: CPU", NOTHING);

        assertThat(again.steps()).isEqualTo(25);
        assertThat(again.sampler()).isEqualTo(SamplerName.DDIM);
        assertThat(again.schedule()).isEqualTo(ScheduleName.NORMAL);
        assertThat(again.notHonoured()).extracting(NotHonoured::sentence).containsExactlyInAnyOrder(
                "Steps \"100000\": Bildwerk cannot draw so and takes 25.",
                "CFG scale: the recipe does not tell it, so it is 4.0.",
                "Size: the recipe does not tell it, so it is 64x64.",
                "Sampler \"Quantum 9000\": Bildwerk does not have it and takes DDIM.",
                "Schedule type \"Moon\": Bildwerk does not have it and takes Normal.",
                "Seed: the recipe does not tell it, so the picture is another one.");
    }

    @Test
    void dividesASideByEightAsTheOtherProgramsDo() {
        Regeneration again = of(PLAIN.replace("512x768", "515x775"), NOTHING);

        assertThat(List.of(again.width(), again.height())).containsExactly(512, 768);
    }

    @Test
    void saysOfEachFieldWhetherItIsHonoured() {
        String full = "an (old) <lora:ink:1> apple\nSteps: 20, Sampler: Euler a, Schedule type: Karras, CFG scale: 7, "
                + "Seed: 3, Size: 512x768, Clip skip: 2, Variation seed: 5, Variation seed strength: 0.1, Eta: 0.5, "
                + "ENSD: 31337, CFG rescale: 0.7, Tiling: True, VAE: ft, TI hashes: \"easy: 1\", "
                + "ControlNet 0: \"Module: none, Model: edges\", Refiner: fine [0123456789], Refiner switch at: 0.8, "
                + "Deep cache: 3, Deep cache branch: 1, "
                + "Hires upscale: 2, Hires upscaler: Latent, Denoising strength: 0.5";

        Regeneration able = Regeneration.of(
                found(full), NOTHING, DEFAULTS, EnumSet.allOf(RecipeField.class), UNKNOWN);
        Regeneration unable = of(full, NOTHING);

        assertThat(able.notHonoured()).isEmpty();
        assertThat(able.honoured()).isEqualTo(found(full).recipe());
        assertThat(able.controls()).isEqualTo(Controls.NONE
                .withDialect(Dialect.A1111)
                .withClipSkip(2)
                .withGuidance(new GuidanceLimits(0.7, 0, 1))
                .withNoiseDevice(NoiseDevice.GPU)
                .withVariation(new Variation(5, 0.1))
                .withTiling(true)
                .withDeepCache(new DeepCache(3, 1))
                .withHires(new HiresFix(2, 0, 0.5, Upscaler.LATENT_BILINEAR)));
        assertThat(unable.notHonoured()).hasSize(RecipeField.values().length - 1); // Hires is no first picture.
        assertThat(unable.honoured().clipSkip()).isEmpty();
        assertThat(unable.honoured().denoisingStrength()).isEmpty();
        for (RecipeField field : RecipeField.values()) {
            Set<RecipeField> others = EnumSet.complementOf(EnumSet.of(field));
            int expected = field == RecipeField.FIRST_PICTURE ? 0 : 1;
            assertThat(Regeneration.of(found(full), NOTHING, DEFAULTS, others, UNKNOWN).notHonoured())
                    .as(field.name())
                    .hasSize(expected);
        }
    }

    @Test
    void namesThePictureThatItWasMadeFrom() {
        assertThat(of(PLAIN + ", Denoising strength: 0.5", NOTHING).notHonoured())
                .extracting(NotHonoured::sentence)
                .containsExactly("Denoising strength \"0.5\": "
                        + "the picture was made from another one, which its file does not hold.");
    }

    @Test
    void namesASecondPassThatItCannotDraw() {
        assertThat(able("Hires upscale: 2, Hires upscaler: R-ESRGAN 4x+").notHonoured())
                .extracting(NotHonoured::sentence)
                .containsExactly("Hires upscaler \"R-ESRGAN 4x+\": Bildwerk does not have it and takes Latent.");
        assertThat(able("Hires resize: 1024x1536, Hires upscaler: Lanczos").controls().hires().scale()).isEqualTo(2);
        for (String settings : List.of("Hires upscale: 900", "Hires resize: 8x8", "Hires upscale: 6")) {
            assertThat(able(settings).notHonoured()).extracting(NotHonoured::field).containsExactly("Hires fix");
        }
    }

    private static Regeneration able(String settings) {
        return Regeneration.of(
                found(PLAIN + ", " + settings), NOTHING, DEFAULTS, EnumSet.allOf(RecipeField.class), UNKNOWN);
    }

    @Test
    void namesAnotherModel() {
        ReadRecipe.Found found = found(PLAIN + ", Model hash: c3d4e5f6a7, Model: sea");

        assertThat(notes(found, new ModelReference("mini", "0123456789"))).containsExactly(
                "Model \"sea (c3d4e5f6a7)\": mini (0123456789) draws instead.");
        assertThat(notes(found, new ModelReference("renamed", "C3D4E5F6A7"))).isEmpty();
        assertThat(notes(found, new ModelReference("folder/sea.safetensors", ""))).isEmpty();
        assertThat(notes(found, new ModelReference("mini", ""))).hasSize(1);
        assertThat(notes(found, UNKNOWN)).isEmpty();
    }

    @Test
    void needsAPromptFromSomewhere() {
        String none = "\nSteps: 20, Sampler: Euler, Seed: 3";

        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Regeneration.of(
                        new ReadRecipe.Found(RecipeProgram.COMFYUI, "", "comfyui", NOTHING, List.of()),
                        NOTHING, DEFAULTS, Set.of(), UNKNOWN))
                .satisfies(e -> assertThat(e.code()).isEqualTo("recipe.prompt.missing"));
        assertThat(of("x" + none, ForeignRecipe.builder().prompt("a plum").build()).prompt()).isEqualTo("a plum");
    }

    private static List<String> notes(ReadRecipe.Found found, ModelReference model) {
        return Regeneration.of(found, NOTHING, DEFAULTS, Set.of(), model).notHonoured().stream()
                .map(NotHonoured::sentence)
                .toList();
    }

    private static Regeneration of(String infotext, ForeignRecipe overrides) {
        return Regeneration.of(found(infotext), overrides, DEFAULTS, Set.of(), UNKNOWN);
    }

    private static ReadRecipe.Found found(String infotext) {
        return InfotextReader.read(Infotext.parse(infotext));
    }
}
