package dev.bildwerk.training.denoiser;

import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import dev.bildwerk.training.data.ManifestEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws one of a picture's captions, or none, and remembers its tokens. */
final class CaptionChoice {
    private final ClipTokenizer tokenizer;
    private final DenoiserRecipe recipe;
    private final Map<String, int[]> tokens = new HashMap<>();

    CaptionChoice(ClipTokenizer tokenizer, DenoiserRecipe recipe) {
        this.tokenizer = tokenizer;
        this.recipe = recipe;
    }

    int[] draw(ManifestEntry picture, SplittableRandom random) {
        if (random.nextDouble() < recipe.captionDropout()) {
            return tokens("");
        }
        boolean german = random.nextDouble() < recipe.germanShare() && !picture.german().isEmpty();
        List<String> captions = german ? picture.german() : picture.english();
        return tokens(captions.isEmpty() ? "" : captions.get(random.nextInt(captions.size())));
    }

    int[] tokens(String caption) {
        return tokens.computeIfAbsent(caption, tokenizer::encodePadded);
    }
}
