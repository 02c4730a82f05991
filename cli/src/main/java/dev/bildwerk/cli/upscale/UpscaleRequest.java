package dev.bildwerk.cli.upscale;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.generate.AdditionOptions;
import dev.bildwerk.cli.generate.SpokenRequest;
import dev.bildwerk.cli.generate.WordOptions;
import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.HiresFix;
import dev.bildwerk.diffusion.pipeline.Variation;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.recipe.ForeignRecipe;
import dev.bildwerk.diffusion.recipe.ModelReference;
import dev.bildwerk.diffusion.recipe.RecipeField;
import dev.bildwerk.diffusion.recipe.Regeneration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** What the model is told of every tile: the user's word, then the picture's own recipe, then the model's habit. */
final class UpscaleRequest {
    /** The CPU generator uses 32 bits of a seed, and tiles count on from it. */
    private static final long SEEDS = (1L << 32) - 100_000;

    private static final Set<RecipeField> HONOURED = EnumSet.of(
            RecipeField.CLIP_SKIP,
            RecipeField.GPU_NOISE,
            RecipeField.GUIDANCE_RESCALE,
            RecipeField.DEEP_CACHE,
            RecipeField.LORAS,
            RecipeField.EMBEDDINGS,
            RecipeField.DIALECT);

    private UpscaleRequest() {}

    /**
     * @throws CommandException where neither the user nor the picture's file has a prompt
     * @throws dev.bildwerk.diffusion.pipeline.InvalidRequestException if a value is out of its range
     */
    static SpokenRequest of(
            GivenPicture given, RefineOptions options, AdditionOptions additions, GenerationDefaults habits) {
        ForeignRecipe overrides = options.overrides();
        if (overrides.prompt().isEmpty() && given.recipe().recipe().prompt().isEmpty()) {
            throw CommandException.usage(
                    "upscale.prompt.missing",
                    "The file %s tells no prompt: say with --prompt what the picture shows.".formatted(given.file()));
        }
        Regeneration plan =
                Regeneration.of(given.recipe(), overrides, habits, HONOURED, new ModelReference("", ""));
        Dialect dialect = options.dialect == null ? plan.controls().dialect() : options.dialect;
        Controls controls = plan.controls()
                .withDialect(dialect)
                .withHires(HiresFix.NONE)
                .withVariation(Variation.NONE)
                .withAdditions(additions.toAdditions(dialect, Optional.empty()));
        GenerationRequest typed = new GenerationRequest(
                plan.prompt(),
                plan.negativePrompt(),
                plan.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong(SEEDS)),
                plan.steps(),
                plan.guidanceScale(),
                plan.sampler(),
                plan.schedule(),
                habits.width(),
                habits.height(),
                controls);
        return SpokenRequest.of(
                typed, new WordOptions(), additions, Optional.of(plan), overrides.prompt().isPresent());
    }
}
