package dev.bildwerk.cli.upscale;

import dev.bildwerk.diffusion.picture.Enlarger;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.Start;
import dev.bildwerk.diffusion.pipeline.TiledUpscale;
import dev.bildwerk.diffusion.recipe.AdditionHashes;
import dev.bildwerk.diffusion.recipe.ForeignRecipe;
import dev.bildwerk.diffusion.recipe.ForeignRecipeWriter;
import dev.bildwerk.diffusion.recipe.Infotext;
import dev.bildwerk.diffusion.recipe.ReadRecipe;
import dev.bildwerk.diffusion.recipe.Recipe;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What a larger picture carries, in AUTOMATIC1111's words for its tab "Extras" and its script "SD upscale". */
final class UpscaleRecipe {
    private UpscaleRecipe() {}

    /** The picture's own recipe, and what was done to it afterwards. */
    static Infotext enlarged(ReadRecipe.Found old, double scale, Enlarger by, String program) {
        SequencedMap<String, String> others = new LinkedHashMap<>(old.recipe().others());
        others.put("Postprocess upscale by", plain(scale));
        others.put("Postprocess upscaler", by.title());
        ForeignRecipe recipe = old.recipe().toBuilder().others(others).build();
        return ForeignRecipeWriter.infotext(recipe, old.dialect(), program);
    }

    /** What each tile was asked for, but for its own seed, and how tiles were laid. */
    static Infotext refined(
            TiledUpscale upscale, GenerationRequest request, String hash, String model, String program) {
        GenerationRequest tile = request.with(
                request.controls().withStart(new Start.FromPicture(upscale.picture(), upscale.strength())));
        SequencedMap<String, String> others = new LinkedHashMap<>();
        others.put("SD upscale scale", plain(upscale.scale()));
        others.put("SD upscale tile", Integer.toString(upscale.tile()));
        others.put("SD upscale overlap", Integer.toString(upscale.overlap()));
        others.put("SD upscale upscaler", upscale.by().title());
        return new Recipe(tile.withSize(upscale.tile(), upscale.tile()), hash, model)
                .toInfotext(
                        program,
                        AdditionHashes.of(request.controls().additions()).toBuilder().others(others).build());
    }

    static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
