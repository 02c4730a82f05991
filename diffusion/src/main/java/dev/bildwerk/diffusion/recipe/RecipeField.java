package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.pipeline.DeepCache;
import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import java.util.List;
import java.util.Optional;

/** The parts of a recipe that not everything that draws can honour; the plain ones are not among them. */
public enum RecipeField {
    /** A picture to start from is at hand, so that the denoising strength means something. */
    FIRST_PICTURE("Denoising strength", "the picture was made from another one, which its file does not hold"),
    HIRES("Hires fix", "Bildwerk draws the first pass alone here"),
    CLIP_SKIP("Clip skip", "Bildwerk takes the model's usual layer of the text encoder here"),
    VARIATION("Variation seed", "Bildwerk draws without the second noise here"),
    GPU_NOISE("RNG", "Bildwerk draws its noise as on a CPU here, which gives another picture"),
    ETA("Eta", "Bildwerk takes its samplers' usual value here"),
    ETA_NOISE_SEED_DELTA("ENSD", "Bildwerk adds nothing to the seed of the samplers' noise"),
    GUIDANCE_RESCALE("CFG rescale", "Bildwerk does not scale guidance back here"),
    TILING("Tiling", "Bildwerk draws with edges that do not meet here"),
    VAE("VAE", "the model's own autoencoder draws instead; name this one with --vae"),
    LORAS("LoRA", "Bildwerk draws without it here"),
    EMBEDDINGS("TI hashes", "Bildwerk reads their names as plain words here"),
    GUIDES("ControlNet", "the picture that it was held to is not in the file: name both with --control FILE=PICTURE"),
    REFINER("Refiner", "name the refiner's model yourself with --refiner"),
    DEEP_CACHE("Deep cache", "Bildwerk runs the whole model at every step here, which gives another picture"),
    DIALECT("Prompt dialect", "Bildwerk reads the prompt's brackets as plain words here");

    private final String title;
    private final String reason;

    RecipeField(String title, String reason) {
        this.title = title;
        this.reason = reason;
    }

    NotHonoured notHonoured(String value) {
        return new NotHonoured(title, value, reason);
    }

    /** What the recipe says of this field, if anything that matters. */
    Optional<String> in(ForeignRecipe recipe, String dialect) {
        return switch (this) {
            case FIRST_PICTURE -> recipe.hires().isPresent()
                    ? Optional.empty()
                    : recipe.denoisingStrength().filter(strength -> strength < 1).map(String::valueOf);
            case HIRES -> recipe.hires().map(hires -> hires.size().map(PictureSize::toString)
                    .orElseGet(() -> hires.scale().map(scale -> scale + " times").orElse("")));
            case CLIP_SKIP -> recipe.clipSkip().filter(skip -> skip > 1).map(String::valueOf);
            case VARIATION -> recipe.variation().map(variation -> Long.toString(variation.seed()));
            case GPU_NOISE -> recipe.noiseDevice().filter(device -> device == NoiseDevice.GPU).map(Enum::name);
            case ETA -> recipe.eta().map(String::valueOf);
            case ETA_NOISE_SEED_DELTA -> recipe.etaNoiseSeedDelta().map(String::valueOf);
            case GUIDANCE_RESCALE -> recipe.guidanceRescale().filter(rescale -> rescale > 0).map(String::valueOf);
            case TILING -> recipe.tiling().filter(on -> on).map(on -> "");
            case VAE -> recipe.vae().map(ModelReference::title);
            case LORAS -> loras(recipe);
            case EMBEDDINGS -> Optional.of(String.join(", ", recipe.embeddingHashes().keySet()))
                    .filter(names -> !names.isEmpty());
            case GUIDES -> Optional.of(String.join(", ", recipe.guides().stream().map(GuideRecipe::model).toList()))
                    .filter(names -> !names.isEmpty());
            case REFINER -> recipe.refiner().map(RefinerRecipe::model);
            case DEEP_CACHE -> recipe.deepCache().filter(DeepCache::isOn).map(cache -> String.valueOf(cache.interval()));
            case DIALECT -> Optional.of(dialect).filter(d -> hasBrackets(recipe));
        };
    }

    private static Optional<String> loras(ForeignRecipe recipe) {
        if (!recipe.loras().isEmpty()) {
            return Optional.of(String.join(", ", recipe.loras().stream().map(LoraUse::name).toList()));
        }
        if (!recipe.loraHashes().isEmpty()) {
            return Optional.of(String.join(", ", recipe.loraHashes().keySet()));
        }
        return recipe.prompt().filter(prompt -> prompt.contains("<lora:")).map(prompt -> "in the prompt");
    }

    private static boolean hasBrackets(ForeignRecipe recipe) {
        String prompts = recipe.prompt().orElse("") + recipe.negativePrompt().orElse("");
        return prompts.chars().anyMatch(c -> c == '(' || c == '[');
    }

    /** The recipe without this field. */
    ForeignRecipe takenFrom(ForeignRecipe recipe) {
        ForeignRecipe.Builder without = recipe.toBuilder();
        return switch (this) {
            case FIRST_PICTURE -> without.denoisingStrength(null).build();
            case HIRES -> without.hires(null).denoisingStrength(null).build();
            case CLIP_SKIP -> without.clipSkip(null).build();
            case VARIATION -> without.variation(null).build();
            case GPU_NOISE -> without.noiseDevice(null).build();
            case ETA -> without.eta(null).build();
            case ETA_NOISE_SEED_DELTA -> without.etaNoiseSeedDelta(null).build();
            case GUIDANCE_RESCALE -> without.guidanceRescale(null).build();
            case TILING -> without.tiling(null).build();
            case VAE -> without.vae(null).build();
            case LORAS -> without.loras(List.of()).build();
            case GUIDES -> without.guides(List.of()).build();
            case REFINER -> without.refiner(null).build();
            case DEEP_CACHE -> without.deepCache(null).build();
            case EMBEDDINGS, DIALECT -> recipe;
        };
    }
}
