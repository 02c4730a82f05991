package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.pipeline.BatchPlace;
import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.DeepCache;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.GuidanceLimits;
import dev.bildwerk.diffusion.pipeline.HiresFix;
import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import dev.bildwerk.diffusion.pipeline.PromptReading;
import dev.bildwerk.diffusion.pipeline.Start;
import dev.bildwerk.diffusion.pipeline.Upscaler;
import dev.bildwerk.diffusion.pipeline.Variation;
import dev.bildwerk.diffusion.prompt.Dialect;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The part of a recipe that a request holds as its {@link Controls}; not what the picture was made from. */
final class RecipeControls {
    private static final double MOST_HIRES = 8;

    private RecipeControls() {}

    /** @param notes hears what cannot be honoured */
    static Controls of(ForeignRecipe recipe, String dialect, List<NotHonoured> notes) {
        return Controls.NONE
                .withDialect(dialect(dialect))
                .withClipSkip(recipe.clipSkip()
                        .filter(skip -> skip > 1 && skip <= PromptReading.MOST_CLIP_SKIP)
                        .orElse(0))
                .withGuidance(recipe.guidanceRescale()
                        .filter(rescale -> rescale > 0 && rescale <= 1)
                        .map(rescale -> new GuidanceLimits(rescale, 0, 1))
                        .orElse(GuidanceLimits.NONE))
                .withNoiseDevice(recipe.noiseDevice().orElse(NoiseDevice.CPU))
                .withBatch(recipe.batch().orElse(BatchPlace.ALONE))
                .withVariation(recipe.variation().orElse(Variation.NONE))
                .withTiling(recipe.tiling().orElse(false))
                .withDeepCache(recipe.deepCache().orElse(DeepCache.NONE))
                .withHires(recipe.hires()
                        .flatMap(hires -> hires(hires, recipe, notes))
                        .orElse(HiresFix.NONE));
    }

    private static Dialect dialect(String option) {
        return Arrays.stream(Dialect.values())
                .filter(dialect -> dialect.option().equals(option))
                .findFirst()
                .orElse(Dialect.DIFFUSERS);
    }

    private static Optional<HiresFix> hires(
            HiresRecipe told, ForeignRecipe recipe, List<NotHonoured> notes) {
        Optional<Double> scale = told.scale().or(() -> told.size().flatMap(target ->
                recipe.size().map(size -> (double) target.width() / size.width())));
        if (scale.isEmpty() || !(scale.get() > 1 && scale.get() <= MOST_HIRES) || isTooLarge(recipe, scale.get())) {
            notes.add(new NotHonoured(
                    "Hires fix", scale.map(String::valueOf).orElse(""), "Bildwerk cannot enlarge the picture so"));
            return Optional.empty();
        }
        Upscaler usual = HiresFix.NONE.upscaler();
        Optional<Upscaler> upscaler = told.upscaler().flatMap(RecipeControls::upscaler);
        if (upscaler.isEmpty()) {
            notes.add(new NotHonoured("Hires upscaler", told.upscaler().orElse(""),
                    "Bildwerk does not have it and takes " + usual.title()));
        }
        return Optional.of(new HiresFix(
                scale.get(),
                told.steps().filter(steps -> steps > 0 && steps <= GenerationRequest.MAX_STEPS).orElse(0),
                recipe.denoisingStrength()
                        .filter(strength -> strength > 0 && strength <= 1)
                        .orElse(HiresFix.NONE.strength()),
                upscaler.orElse(usual)));
    }

    private static boolean isTooLarge(ForeignRecipe recipe, double scale) {
        return recipe.size()
                .filter(size -> Math.max(size.width(), size.height()) * scale > GenerationRequest.MAX_SIDE)
                .isPresent();
    }

    private static Optional<Upscaler> upscaler(String title) {
        return Arrays.stream(Upscaler.values())
                .filter(upscaler -> upscaler.title().equalsIgnoreCase(title))
                .findFirst();
    }

    /** Puts what a request controls into a recipe, all but its dialect. */
    static ForeignRecipe.Builder write(Controls controls, ForeignRecipe.Builder recipe) {
        recipe.noiseDevice(controls.noiseDevice()).tiling(controls.tiling() ? true : null);
        if (controls.batch().size() > 1) {
            recipe.batch(controls.batch());
        }
        if (controls.additions().refiner().isOn()) {
            recipe.refiner(RefinerRecipe.of(controls.additions().refiner()));
        }
        if (controls.clipSkip() > 0) {
            recipe.clipSkip(controls.clipSkip());
        }
        if (controls.guidance().rescale() > 0) {
            recipe.guidanceRescale(controls.guidance().rescale());
        }
        if (controls.deepCache().isOn()) {
            recipe.deepCache(controls.deepCache());
        }
        if (controls.variation().strength() > 0) {
            recipe.variation(controls.variation());
        }
        switch (controls.start()) {
            case Start.FromPicture start -> recipe.denoisingStrength(start.strength());
            case Start.Inpainting start -> recipe.denoisingStrength(start.strength());
            case Start.FromNoise noise -> recipe.denoisingStrength(null);
        }
        if (controls.hires().isOn()) {
            recipe.denoisingStrength(controls.hires().strength())
                    .hires(new HiresRecipe(
                            Optional.of(controls.hires().scale()),
                            Optional.empty(),
                            Optional.of(controls.hires().steps()).filter(steps -> steps > 0),
                            Optional.of(controls.hires().upscaler().title())));
        }
        return recipe;
    }
}
