package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.recipe.Recipe;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureSeriesTest {
    @Test
    void comfyUiDrawsABatchFromOneSeed() {
        GenerationRequest third = PictureSeries.picture(request(Dialect.COMFYUI), 2, 4);

        assertThat(third.seed()).isEqualTo(7);
        assertThat(third.controls().batch()).isEqualTo(new BatchPlace(2, 4));
    }

    @Test
    void a1111CountsSeedsUpAndWithAVariationItsSeeds() {
        GenerationRequest first = request(Dialect.A1111);
        GenerationRequest varied = first.with(first.controls().withVariation(new Variation(100, 0.2)));

        assertThat(PictureSeries.picture(first, 2, 4).seed()).isEqualTo(9);
        assertThat(PictureSeries.picture(varied, 2, 4).seed()).isEqualTo(7);
        assertThat(PictureSeries.picture(varied, 2, 4).controls().variation().seed()).isEqualTo(102);
        assertThat(PictureSeries.picture(varied, 0, 1)).isEqualTo(varied);
    }

    @ParameterizedTest
    @EnumSource
    void itsRecipeGivesEachPictureBack(Dialect dialect) {
        GenerationRequest picture = PictureSeries.picture(request(dialect), 1, 3);

        Recipe again = Recipe.of(new Recipe(picture, "0123456789", "mini").toInfotext("Bildwerk 0.1.0"));

        assertThat(again.request()).isEqualTo(picture);
    }

    @Test
    void aRecipeNamesItsRefiner() {
        GenerationRequest request = request(Dialect.A1111);
        Additions additions = Additions.NONE.withRefiner(new RefinerUse(Path.of("models/xl-refiner.safetensors"), 0.8));
        Recipe recipe = new Recipe(request.with(request.controls().withAdditions(additions)), "", "");

        assertThat(recipe.toInfotext("Bildwerk 0.1.0").settings())
                .containsEntry("Refiner", "xl-refiner")
                .containsEntry("Refiner switch at", "0.8");
    }

    private static GenerationRequest request(Dialect dialect) {
        return new GenerationRequest(
                "a pear",
                "",
                7,
                20,
                7,
                SamplerName.EULER,
                ScheduleName.NORMAL,
                512,
                512,
                Controls.NONE.withDialect(dialect));
    }
}
