package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.diffusion.pipeline.Additions;
import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.HiresFix;
import dev.bildwerk.diffusion.pipeline.Start;
import dev.bildwerk.diffusion.recipe.AdditionHashes;
import dev.bildwerk.diffusion.recipe.ForeignRecipe;
import dev.bildwerk.diffusion.recipe.ModelReference;
import dev.bildwerk.diffusion.recipe.RecipeField;
import dev.bildwerk.diffusion.recipe.Regeneration;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.safety.provenance.GivenPictures;
import dev.bildwerk.safety.provenance.Making;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Parameters;

/** What is to be drawn: the words, and whatever is said of the picture. The commands that draw share it. */
public final class RequestOptions {
    private static final GenerationDefaults ANY_DEFAULTS =
            new GenerationDefaults(20, 7, SamplerName.EULER, ScheduleName.NORMAL, 512, 512);

    private static final ModelReference UNKNOWN_MODEL = new ModelReference("", "");

    /** What of a recipe this command can draw; a first picture is not in a picture's file. */
    private static final Set<RecipeField> HONOURED = EnumSet.of(
            RecipeField.HIRES,
            RecipeField.CLIP_SKIP,
            RecipeField.VARIATION,
            RecipeField.GPU_NOISE,
            RecipeField.GUIDANCE_RESCALE,
            RecipeField.TILING,
            RecipeField.LORAS,
            RecipeField.EMBEDDINGS,
            RecipeField.DEEP_CACHE,
            RecipeField.DIALECT);

    @Parameters(
            arity = "0..*",
            paramLabel = "PROMPT",
            description = "What to draw, with or without quotes around it; may be left out with --from.")
    List<String> words = List.of();

    @ArgGroup(validate = false, heading = "%nThe picture (what is not given is the model's habit):%n", order = 1)
    PictureOptions picture = new PictureOptions();

    @ArgGroup(validate = false, heading = "%nThe words:%n", order = 0)
    WordOptions texts = new WordOptions();

    @ArgGroup(validate = false, heading = "%nThe same picture again:%n", order = 2)
    FromPictureOptions from = new FromPictureOptions();

    @ArgGroup(validate = false, heading = "%nFrom another picture:%n", order = 3)
    StartOptions start = new StartOptions();

    @ArgGroup(validate = false, heading = "%nMore control:%n", order = 4)
    ControlOptions controls = new ControlOptions();

    @ArgGroup(validate = false, heading = "%nBeside the model:%n", order = 5)
    AdditionOptions additions = new AdditionOptions();

    private Start startingFrom;
    private Making.Given given;
    private Additions hashed;
    private ForeignRecipe hashes;

    /**
     * Tells what is wrong with the request before a model is opened.
     *
     * @param command the name of the one that asks
     * @throws CommandException where options do not go together or a file cannot be read
     * @throws dev.bildwerk.diffusion.pipeline.InvalidRequestException if a value is out of its range
     */
    public void requireUsable(String command) {
        if (words.isEmpty() && !from.isGiven()) {
            throw CommandException.usage(
                    "prompt.missing", "Say what to draw, as in: bildwerk %s PROMPT.".formatted(command));
        }
        Optional<Regeneration> again = plan(ANY_DEFAULTS, UNKNOWN_MODEL, false);
        spoken(request(again, ANY_DEFAULTS), again);
    }

    /** How many pictures; see {@link dev.bildwerk.diffusion.pipeline.PictureSeries}. */
    public int count() {
        return picture.count;
    }

    /** The recipe to be drawn again with this model; empty where none was asked for. */
    public Optional<Regeneration> plan(GenerationDefaults defaults, ModelIdentity model) {
        return from.isGiven()
                ? plan(defaults, new ModelReference(model.name(), model.hash()), model.otherVae().isPresent())
                : Optional.empty();
    }

    /** @param vaeNamed whether the user named an autoencoder, whose word is before the recipe's */
    private Optional<Regeneration> plan(GenerationDefaults defaults, ModelReference drawing, boolean vaeNamed) {
        Set<RecipeField> honoured = EnumSet.copyOf(HONOURED);
        if (vaeNamed) {
            honoured.add(RecipeField.VAE);
        }
        if (!additions.guides.isEmpty()) {
            honoured.add(RecipeField.GUIDES);
        }
        if (additions.refiner != null) {
            honoured.add(RecipeField.REFINER);
        }
        return from.regenerate(words, picture, defaults, honoured, drawing);
    }

    /** The request for the first picture. */
    public GenerationRequest request(Optional<Regeneration> again, GenerationDefaults defaults) {
        return request(again, defaults, UnaryOperator.identity());
    }

    /** @param texts what becomes of prompt and negative prompt, before anything is read out of them */
    public GenerationRequest request(
            Optional<Regeneration> again, GenerationDefaults defaults, UnaryOperator<Texts> texts) {
        if (startingFrom == null) {
            startingFrom = start.toStart();
        }
        Texts typed = texts.apply(new Texts(
                again.map(Regeneration::prompt).orElseGet(() -> String.join(" ", words)),
                Given.or(picture.negativePrompt, again.map(Regeneration::negativePrompt).orElse(""))));
        Controls habits = again.map(Regeneration::controls)
                .orElseGet(() -> Controls.NONE.withHires(HiresFix.noneWith(defaults.upscaler())));
        Controls all = controls.toControls(startingFrom, habits);
        return picture.toRequest(
                typed.prompt(),
                typed.negativePrompt(),
                again.flatMap(Regeneration::seed),
                all.withAdditions(additions.toAdditions(all.dialect(), again.flatMap(plan -> plan.honoured().refiner()))),
                again.map(FromPictureOptions::habits).orElse(defaults));
    }

    /** Before the guard is asked, which does not know a file that is not there either. */
    private static void requireFile(Path file) {
        if (!Files.exists(file)) {
            throw new CommandException(
                    ExitCode.MODEL, "file.missing", "There is no file %s: check the path.".formatted(file));
        }
    }

    /**
     * A picture's request with its last words: styles and wildcards are put in, and what the prompts and the recipe
     * name is looked up.
     *
     * @param typed as {@link #request} gives it, with the picture's own seed
     * @throws CommandException where a name of the user's has no file
     */
    public SpokenRequest spoken(GenerationRequest typed, Optional<Regeneration> again) {
        SpokenRequest spoken = SpokenRequest.of(typed, texts, additions, again, again.isEmpty() || !words.isEmpty());
        spoken.request().controls().additions().files().forEach(RequestOptions::requireFile);
        return again.map(plan -> spoken.compared(plan.honoured(), hashes(spoken))).orElse(spoken);
    }

    /** What a picture's recipe tells beside its request: the hashes of added files, and the words before wildcards. */
    public ForeignRecipe beside(SpokenRequest spoken) {
        SequencedMap<String, String> templates = new LinkedHashMap<>();
        putUnlessSame(templates, "Template", spoken.template().prompt(), spoken.request().prompt());
        putUnlessSame(
                templates, "Negative Template", spoken.template().negativePrompt(), spoken.request().negativePrompt());
        return hashes(spoken).toBuilder().others(templates).build();
    }

    /** The files of one picture are most often those of the next. */
    private ForeignRecipe hashes(SpokenRequest spoken) {
        Additions added = spoken.request().controls().additions();
        if (!added.equals(hashed)) {
            hashes = AdditionHashes.of(added);
            hashed = added;
        }
        return hashes;
    }

    private void putUnlessSame(SequencedMap<String, String> templates, String key, String template, String text) {
        if (texts.wildcards != null && !template.equals(text)) {
            templates.put(key, template);
        }
    }

    /** What is done to make the picture of a request of these options. */
    public Making making() {
        if (start.init == null) {
            return Making.GENERATED;
        }
        if (given == null) {
            given = GivenPictures.origin(start.init);
        }
        return new Making.Changed(given);
    }

    /** Prompt and negative prompt as typed. */
    public record Texts(String prompt, String negativePrompt) {}
}
