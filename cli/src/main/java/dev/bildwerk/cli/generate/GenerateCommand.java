package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.Installation;
import dev.bildwerk.cli.StopSignal;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.Start;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.diffusion.recipe.ModelReference;
import dev.bildwerk.diffusion.recipe.Recipe;
import dev.bildwerk.diffusion.recipe.RecipeField;
import dev.bildwerk.diffusion.recipe.RecipePng;
import dev.bildwerk.diffusion.recipe.Regeneration;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bildwerk generate}: words in, PNG files out. */
@Command(
        name = "generate",
        description = "Draws what the words say and writes a PNG that carries its recipe.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        separator = " ",
        customSynopsis = "bildwerk generate PROMPT... [OPTIONS]",
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nGeneral:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bildwerk generate \"a red apple\"",
            "  bildwerk generate \"a red apple\" --count 4 --output apples/",
            "  bildwerk generate \"a blue house\" --seed 7 --steps 30 -o house.png",
            "  bildwerk generate \"a green house\" --init house.png --strength 0.6",
            "  bildwerk generate --from a-red-apple-7.png --steps 40",
            "  bildwerk generate \"a yellow star\" --json | jq -r .file",
            "",
            "The path of each picture goes to the standard output, everything else to the standard error."
        })
public final class GenerateCommand implements Callable<Integer> {
    private static final GenerationDefaults ANY_DEFAULTS =
            new GenerationDefaults(20, 7, SamplerName.EULER, ScheduleName.NORMAL, 512, 512);

    private static final ModelReference UNKNOWN_MODEL = new ModelReference("", "");

    /** What of a recipe this command can draw; a first picture and LoRAs are not in a picture's file. */
    private static final Set<RecipeField> HONOURED = EnumSet.of(
            RecipeField.HIRES,
            RecipeField.CLIP_SKIP,
            RecipeField.VARIATION,
            RecipeField.GPU_NOISE,
            RecipeField.GUIDANCE_RESCALE,
            RecipeField.TILING,
            RecipeField.DIALECT);

    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<Guard> guard;

    @Parameters(
            arity = "0..*",
            paramLabel = "PROMPT",
            description = "What to draw, with or without quotes around it; may be left out with --from.")
    List<String> words = List.of();

    @ArgGroup(validate = false, heading = "%nThe picture (what is not given is the model's habit):%n", order = 1)
    PictureOptions picture = new PictureOptions();

    @ArgGroup(validate = false, heading = "%nThe same picture again:%n", order = 2)
    FromPictureOptions from = new FromPictureOptions();

    @ArgGroup(validate = false, heading = "%nFrom another picture:%n", order = 3)
    StartOptions start = new StartOptions();

    @ArgGroup(validate = false, heading = "%nMore control:%n", order = 4)
    ControlOptions controls = new ControlOptions();

    @ArgGroup(validate = false, heading = "%nBeside the model:%n", order = 5)
    AdditionOptions additions = new AdditionOptions();

    @ArgGroup(validate = false, heading = "%nThe file:%n", order = 6)
    OutputOptions output = new OutputOptions();

    @ArgGroup(validate = false, heading = "%nThe model and the machine:%n", order = 7)
    ModelOptions model = new ModelOptions();

    /**
     * @param out hears the path or the JSON of each picture, nothing else
     * @param err hears everything else
     * @param guard what every request and picture must pass
     */
    public GenerateCommand(PrintStream out, PrintStream err, Supplier<Guard> guard) {
        this.out = out;
        this.err = err;
        this.guard = guard;
    }

    @Override
    public Integer call() throws Exception {
        if (words.isEmpty() && !from.isGiven()) {
            throw new CommandException(
                    ExitCode.USAGE, "prompt.missing", "Say what to draw, as in: bildwerk generate PROMPT.");
        }
        Start startingFrom = start.toStart();
        // What is wrong with the request is told before a model is opened.
        request(startingFrom, plan(ANY_DEFAULTS, UNKNOWN_MODEL), ANY_DEFAULTS);
        Destination destination = Destination.parse(output.output);
        Checkpoint checkpoint = model.checkpoint();
        destination.requireWritable();
        try (StopSignal stop = StopSignal.watch(err);
                ModelIdentity identity = ModelIdentity.of(checkpoint);
                TextToImage painter = TextToImage.open(checkpoint, guard.get(), model.toEngineOptions())) {
            Optional<Regeneration> again = from.isGiven()
                    ? plan(painter.defaults(), new ModelReference(identity.name(), identity.hash()))
                    : Optional.empty();
            again.ifPresent(plan -> plan.notHonoured().forEach(lost -> err.println("Not as it was: " + lost.sentence())));
            GenerationRequest first = request(startingFrom, again, painter.defaults());
            for (int number = 1; number <= picture.count; number++) {
                draw(painter, identity, first.withSeed(first.seed() + number - 1), number, destination, stop);
            }
        }
        return ExitCode.OK.code();
    }

    private Optional<Regeneration> plan(GenerationDefaults defaults, ModelReference drawing) {
        return from.regenerate(words, picture, defaults, HONOURED, drawing);
    }

    private GenerationRequest request(Start startingFrom, Optional<Regeneration> again, GenerationDefaults defaults) {
        return again.map(plan -> picture.toRequest(
                        plan.prompt(),
                        plan.negativePrompt(),
                        plan.seed(),
                        allControls(startingFrom, plan.controls()),
                        FromPictureOptions.habits(plan)))
                .orElseGet(() -> picture.toRequest(
                        String.join(" ", words), allControls(startingFrom, Controls.NONE), defaults));
    }

    private Controls allControls(Start startingFrom, Controls habits) {
        return controls.toControls(startingFrom, habits).withAdditions(additions.toAdditions());
    }

    private void draw(
            TextToImage painter,
            ModelIdentity identity,
            GenerationRequest request,
            int number,
            Destination destination,
            StopSignal stop) {
        long start = System.nanoTime();
        String title = picture.count == 1 ? "Drawing" : "Drawing %d of %d".formatted(number, picture.count);
        Picture drawn;
        try (Progress progress = Progress.on(err, title, output.quiet)) {
            drawn = painter.generate(request, (stage, step, steps) -> {
                progress.at(stage, step, steps);
                return !stop.asked();
            });
        }
        Recipe recipe = new Recipe(request, identity.hash(), identity.name());
        byte[] png = RecipePng.encode(drawn, recipe.toInfotext("Bildwerk " + Installation.version()));
        Path wanted = destination.fileFor(request.prompt(), request.seed(), number);
        Path file = output.force ? WholeFile.replace(wanted, png) : WholeFile.writeNew(wanted, png);
        output.protocol(System.getenv()).ifPresent(how -> err.println(how.encode(drawn, png)));
        double seconds = (System.nanoTime() - start) / 1e9;
        out.println(output.json ? ResultLine.of(file, request, drawn, identity.name(), seconds) : file);
    }
}
