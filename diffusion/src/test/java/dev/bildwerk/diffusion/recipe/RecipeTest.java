package dev.bildwerk.diffusion.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.DeepCache;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.HiresFix;
import dev.bildwerk.diffusion.pipeline.InvalidRequestException;
import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import dev.bildwerk.diffusion.pipeline.Upscaler;
import dev.bildwerk.diffusion.pipeline.Variation;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeTest {
    private static final GenerationRequest REQUEST = new GenerationRequest(
            "a red apple, on a table", "blurry", 7, 20, 7.5, SamplerName.EULER, ScheduleName.KARRAS, 512, 256);

    @Test
    void isWrittenInTheOrderThatOtherProgramsUse() {
        assertThat(new Recipe(REQUEST, "0123456789", "bildwerk-mini").toInfotext("Bildwerk 0.1.0").format())
                .isEqualTo("""
                        a red apple, on a table
                        Negative prompt: blurry
                        Steps: 20, Sampler: Euler, Schedule type: Karras, CFG scale: 7.5, Seed: 7, Size: 512x256, \
                        Model hash: 0123456789, Model: bildwerk-mini, RNG: CPU, \
                        Version: Bildwerk 0.1.0""");
    }

    @Test
    void comesBackAsItWasForEverySamplerAndSchedule() {
        for (SamplerName sampler : SamplerName.values()) {
            for (ScheduleName schedule : ScheduleName.values()) {
                for (double guidance : List.of(0.0, 1.0, 7.25, 100.0)) {
                    String prompt = "ein \u00c4pfelchen \ud83c\udf4e";
                    GenerationRequest request = new GenerationRequest(
                            prompt, "", Long.MAX_VALUE, 1000, guidance, sampler, schedule, 8, 4096);
                    Recipe recipe = new Recipe(request, "", "a, b");

                    assertThat(Recipe.of(Infotext.parse(recipe.toInfotext("").format()))).isEqualTo(recipe);
                }
            }
        }
    }

    @Test
    void comesBackWithItsControls() {
        Controls controls = Controls.NONE
                .withDialect(Dialect.COMFYUI)
                .withNoiseDevice(NoiseDevice.GPU)
                .withVariation(new Variation(8, 0.25))
                .withTiling(true)
                .withDeepCache(new DeepCache(3, 2))
                .withHires(new HiresFix(1.5, 12, 0.6, Upscaler.LANCZOS));
        Recipe recipe = new Recipe(REQUEST.with(controls), "", "");

        assertThat(Recipe.of(Infotext.parse(recipe.toInfotext("Bildwerk 0.1.0").format()))).isEqualTo(recipe);
    }

    @ParameterizedTest
    @EnumSource
    void comesBackWithEveryUpscaler(Upscaler upscaler) {
        Recipe recipe = new Recipe(REQUEST.with(Controls.NONE.withHires(new HiresFix(2, 0, 0.5, upscaler))), "", "");

        assertThat(Recipe.of(Infotext.parse(recipe.toInfotext("Bildwerk 0.1.0").format()))).isEqualTo(recipe);
    }

    @Test
    void namesTheSettingThatIsMissing() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Recipe.of(Infotext.parse("a pear\nSteps: 20, Sampler: Euler, Size: 8x8")))
                .withMessageContaining("\"Seed\"")
                .satisfies(e -> assertThat(e.code()).isEqualTo("recipe.setting.missing"));
    }

    @Test
    void namesTheSamplerThatBildwerkDoesNotHave() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Recipe.of(recipeWith("Sampler: Quantum 9000, Seed: 1, Steps: 20")))
                .withMessageContaining("Quantum 9000");
    }

    @Test
    void refusesANumberThatIsNone() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Recipe.of(recipeWith("Sampler: Euler, Seed: seven, Steps: 20")))
                .withMessageContaining("\"Seed\" is \"seven\"");
    }

    @Test
    void holdsAForeignRecipeToTheRangesOfARequest() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Recipe.of(recipeWith("Sampler: Euler, Seed: 1, Steps: 100000")));
    }

    private static Infotext recipeWith(String settings) {
        return Infotext.parse("a pear\n" + settings + ", CFG scale: 7, Size: 64x64");
    }
}
