package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * What it takes to make a picture again: the request and the model that answered it.
 *
 * @param modelHash the first 10 hexadecimal digits of the SHA-256 of the weights; empty if not known
 * @param model the model's name; empty if not known
 */
public record Recipe(GenerationRequest request, String modelHash, String model) {
    public Recipe {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(modelHash, "modelHash");
        Objects.requireNonNull(model, "model");
    }

    /** @param program who made the picture, such as {@code Bildwerk 0.1.0}; empty to leave it out */
    public Infotext toInfotext(String program) {
        return toInfotext(program, ForeignRecipe.builder().build());
    }

    /**
     * The recipe with what the request does not hold.
     *
     * @param program who made the picture, such as {@code Bildwerk 0.1.0}; empty to leave it out
     * @param more fields to write beside the request's own, such as clip skip; they win where both say something
     */
    public Infotext toInfotext(String program, ForeignRecipe more) {
        return InfotextWriter.write(
                toForeign().overriddenBy(more), request.controls().dialect().option(), program);
    }

    /** The same, with every field optional; without the pictures that it starts from or is held to. */
    public ForeignRecipe toForeign() {
        return RecipeControls.write(request.controls(), ForeignRecipe.builder())
                .loras(BesideThePrompt.of(request))
                .guides(request.controls().additions().guides().stream()
                        .map(use -> GuideRecipe.of(use, ""))
                        .toList())
                .prompt(request.prompt())
                .negativePrompt(request.negativePrompt())
                .seed(request.seed())
                .steps(request.steps())
                .guidanceScale(request.guidanceScale())
                .sampler(request.sampler().title())
                .schedule(request.schedule().title())
                .size(new PictureSize(request.width(), request.height()))
                .model(modelHash.isEmpty() && model.isEmpty() ? null : new ModelReference(model, modelHash))
                .build();
    }

    /**
     * Reads a recipe, of this program or of another one that uses the same samplers. What the picture was made from
     * is not read, nor are files that it names.
     *
     * @throws RecipeException if a setting is missing, is no number, or names what Bildwerk does not have
     * @throws dev.bildwerk.diffusion.pipeline.InvalidRequestException if a setting is out of its range
     */
    public static Recipe of(Infotext text) {
        SequencedMap<String, String> settings = text.settings();
        String[] size = required(settings, "Size").split("x", 2);
        ReadRecipe.Found found = InfotextReader.read(text);
        GenerationRequest request = new GenerationRequest(
                text.prompt(),
                text.negativePrompt(),
                number("Seed", required(settings, "Seed"), Long::parseLong),
                number("Steps", required(settings, "Steps"), Integer::parseInt),
                number("CFG scale", required(settings, "CFG scale"), Double::parseDouble),
                titled("Sampler", required(settings, "Sampler"), SamplerName.values(), SamplerName::title),
                titled(
                        "Schedule type",
                        settings.getOrDefault("Schedule type", ScheduleName.NORMAL.title()),
                        ScheduleName.values(),
                        ScheduleName::title),
                number("Size", size[0], Integer::parseInt),
                number("Size", size[size.length - 1], Integer::parseInt),
                RecipeControls.of(found.recipe(), found.dialect(), new ArrayList<>()));
        return new Recipe(request, settings.getOrDefault("Model hash", ""), settings.getOrDefault("Model", ""));
    }

    private static String required(SequencedMap<String, String> settings, String key) {
        String value = settings.get(key);
        if (value == null) {
            throw new RecipeException("recipe.setting.missing", "The recipe has no setting \"%s\".".formatted(key));
        }
        return value;
    }

    private static <T> T number(String key, String value, Function<String, T> parse) {
        try {
            return parse.apply(value.strip());
        } catch (NumberFormatException e) {
            throw new RecipeException(
                    "recipe.setting.number",
                    "The recipe's \"%s\" is \"%s\", which is no number.".formatted(key, value));
        }
    }

    private static <T> T titled(String key, String title, T[] values, Function<T, String> titleOf) {
        return Arrays.stream(values)
                .filter(value -> titleOf.apply(value).equalsIgnoreCase(title.strip()))
                .findFirst()
                .orElseThrow(() -> new RecipeException(
                        "recipe.setting.unknown",
                        "The recipe's \"%s\" is \"%s\", which Bildwerk does not have.".formatted(key, title)));
    }
}
