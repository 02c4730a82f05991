package dev.bildwerk.diffusion.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignRecipeWriterTest {
    private static final ForeignRecipe RECIPE = ForeignRecipe.builder()
            .prompt("a \"red\" apple,\n\u8d64\u3044")
            .negativePrompt("blurry")
            .seed(42L)
            .steps(20)
            .guidanceScale(7.5)
            .sampler("DPM++ 2M")
            .schedule("Karras")
            .size(new PictureSize(512, 768))
            .clipSkip(2)
            .guidanceRescale(0.7)
            .noiseDevice(NoiseDevice.CPU)
            .model(new ModelReference("sea.safetensors", ""))
            .vae(new ModelReference("ft.safetensors", ""))
            .loras(List.of(new LoraUse("ink.safetensors", 0.5, 0.5), new LoraUse("oil.safetensors", -1, -1)))
            .build();

    @Test
    void writesAGraphThatItReadsBack() {
        ReadRecipe read = RecipeReader.read(ForeignFiles.png("prompt", ForeignRecipeWriter.comfyGraph(RECIPE)));

        assertThat(read).isEqualTo(new ReadRecipe.Found(RecipeProgram.COMFYUI, "", "comfyui", RECIPE, List.of()));
    }

    @Test
    void writesInvokesMetadataThatItReadsBack() {
        String metadata = ForeignRecipeWriter.invokeMetadata(RECIPE);

        ReadRecipe read = RecipeReader.read(ForeignFiles.png("invokeai_metadata", metadata));

        assertThat(read).isEqualTo(new ReadRecipe.Found(RecipeProgram.INVOKEAI, "", "diffusers", RECIPE, List.of()));
    }

    @Test
    void writesAnInfotextWithTheLorasAsTags() {
        ForeignRecipe recipe =
                RECIPE.toBuilder().prompt("a pear").loras(List.of(new LoraUse("ink", 0.5, 0.25))).build();

        Infotext text = ForeignRecipeWriter.infotext(recipe, "comfyui", "Bildwerk 0.1.0");
        ReadRecipe.Found read = (ReadRecipe.Found) RecipeReader.read(ForeignFiles.png("parameters", text.format()));

        assertThat(read.dialect()).isEqualTo("comfyui");
        assertThat(read.program()).isEqualTo(RecipeProgram.BILDWERK);
        assertThat(read.notHonoured()).isEmpty();
        assertThat(read.recipe())
                .isEqualTo(recipe.toBuilder().prompt("a pear <lora:ink:0.25:0.5>").loras(List.of()).build());
    }

    @Test
    void namesTheFieldThatTheOtherProgramNeeds() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> ForeignRecipeWriter.comfyGraph(RECIPE.toBuilder().seed(null).build()))
                .withMessageContaining("seed");
    }

    @Test
    void namesTheSamplerThatTheOtherProgramDoesNotHave() {
        ForeignRecipe recipe = RECIPE.toBuilder().sampler("Quantum 9000").build();

        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> ForeignRecipeWriter.comfyGraph(recipe))
                .withMessageContaining("Quantum 9000")
                .satisfies(e -> assertThat(e.code()).isEqualTo("recipe.write.unknown"));
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> ForeignRecipeWriter.invokeMetadata(recipe))
                .withMessageContaining("Quantum 9000");
    }
}
