package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.recipe.ForeignRecipe;
import dev.bildwerk.diffusion.recipe.ModelReference;
import dev.bildwerk.diffusion.recipe.PictureSize;
import dev.bildwerk.diffusion.recipe.ReadRecipe;
import dev.bildwerk.diffusion.recipe.RecipeField;
import dev.bildwerk.diffusion.recipe.RecipeReader;
import dev.bildwerk.diffusion.recipe.Regeneration;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** A picture to make again from its own recipe; whatever else the user says comes before the recipe's word. */
final class FromPictureOptions {
    @Option(
            names = "--from",
            paramLabel = "PICTURE",
            description = "Make this picture again from the recipe in its file (PNG, JPEG or WebP of Bildwerk, "
                    + "AUTOMATIC1111, Forge, ComfyUI or InvokeAI). Every other option overrides the recipe.")
    Path from;

    private ReadRecipe.Found found;

    boolean isGiven() {
        return from != null;
    }

    /**
     * What is to be drawn; empty where no picture is named.
     *
     * @param words of the prompt; none for the recipe's own prompt
     * @param options what the user says of the picture
     * @param defaults the model's habits
     * @param able the fields that this command honours
     * @param model what will draw; empty strings where that is not known yet
     * @throws CommandException if the picture carries no recipe
     * @throws dev.bildwerk.diffusion.recipe.RecipeException if the file cannot be read, or tells no prompt
     */
    Optional<Regeneration> regenerate(
            List<String> words,
            PictureOptions options,
            GenerationDefaults defaults,
            Set<RecipeField> able,
            ModelReference model) {
        if (from == null) {
            return Optional.empty();
        }
        if (found == null) {
            found = read(from);
        }
        return Optional.of(Regeneration.of(found, overrides(words, options), defaults, able, model));
    }

    private static ReadRecipe.Found read(Path picture) {
        return switch (RecipeReader.read(picture)) {
            case ReadRecipe.Found recipe -> recipe;
            case ReadRecipe.None none ->
                throw new CommandException(ExitCode.USAGE, "recipe.none", "%s: %s".formatted(picture, none.reason()));
        };
    }

    private static ForeignRecipe overrides(List<String> words, PictureOptions options) {
        return ForeignRecipe.builder()
                .prompt(words == null || words.isEmpty() ? null : String.join(" ", words))
                .negativePrompt(
                        options.negativePrompt == null || options.negativePrompt.isEmpty()
                                ? null
                                : options.negativePrompt)
                .seed(options.seed)
                .steps(options.steps)
                .guidanceScale(options.guidanceScale)
                .sampler(options.sampler == null ? null : options.sampler.title())
                .schedule(options.schedule == null ? null : options.schedule.title())
                .size(options.size == null ? null : new PictureSize(options.size.width(), options.size.height()))
                .build();
    }

    /** The recipe's word as if it were the model's habit, for {@link PictureOptions#toRequest}. */
    static GenerationDefaults habits(Regeneration again) {
        return new GenerationDefaults(
                again.steps(),
                again.guidanceScale(),
                again.sampler(),
                again.schedule(),
                again.width(),
                again.height());
    }
}
