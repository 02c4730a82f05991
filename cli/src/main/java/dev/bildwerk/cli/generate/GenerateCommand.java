package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.Installation;
import dev.bildwerk.cli.StopSignal;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.PictureSeries;
import dev.bildwerk.diffusion.pipeline.ProgressListener;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.diffusion.pipeline.Workers;
import dev.bildwerk.diffusion.recipe.ForeignRecipe;
import dev.bildwerk.diffusion.recipe.Infotext;
import dev.bildwerk.diffusion.recipe.Recipe;
import dev.bildwerk.diffusion.recipe.Regeneration;
import dev.bildwerk.safety.provenance.FinishedPicture;
import dev.bildwerk.safety.provenance.Marks;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bildwerk generate}: words in, files of pictures out. */
@Command(
        name = "generate",
        description = "Draws what the words say and writes a PNG or JPEG that carries its recipe.",
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
    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<Guard> guard;
    private final Marks marks;

    @Mixin
    RequestOptions asked = new RequestOptions();

    @ArgGroup(validate = false, heading = "%nThe file:%n", order = 6)
    OutputOptions output = new OutputOptions();

    @ArgGroup(validate = false, heading = "%nThe model and the machine:%n", order = 7)
    ModelOptions model = new ModelOptions();

    @Option(
            names = "--preview-file",
            paramLabel = "PATH",
            description = "A PNG with the picture as it stands, written again after a step for as long as the picture is drawn.")
    Path previewFile;

    /**
     * @param out hears the path or the JSON of each picture, nothing else
     * @param err hears everything else
     * @param guard what every request and picture must pass
     */
    public GenerateCommand(PrintStream out, PrintStream err, Supplier<Guard> guard) {
        this.out = out;
        this.err = err;
        this.guard = guard;
        this.marks = Marks.by(Installation.program(), err::println);
    }

    @Override
    public Integer call() throws Exception {
        asked.requireUsable("generate");
        Checkpoint checkpoint = model.checkpoint();
        output.requireUsable(marks);
        PreviewFile.requireUsable(previewFile, output.force());
        try (StopSignal stop = StopSignal.watch(err);
                ModelIdentity identity = ModelIdentity.of(checkpoint);
                Workers painters = Workers.open(checkpoint, guard.get(), model.toWorkers())) {
            Optional<Regeneration> again = asked.plan(painters.defaults(), identity);
            again.ifPresent(plan -> plan.notHonoured().forEach(lost -> err.println("Not as it was: " + lost.sentence())));
            GenerationRequest first = asked.request(again, painters.defaults());
            // A wildcard may choose a name without a file in any of the pictures: that is told before the first is drawn.
            List<SpokenRequest> requests = IntStream.range(0, asked.count())
                    .mapToObj(i -> asked.spoken(PictureSeries.picture(first, i, asked.count()), again))
                    .toList();
            requests.stream().flatMap(request -> request.remarks().stream()).distinct().forEach(err::println);
            draw(painters, identity, requests, stop);
        }
        return ExitCode.OK.code();
    }

    /** @param nanos that it took */
    private record Drawn(Picture picture, long nanos) {}

    private void draw(Workers painters, ModelIdentity identity, List<SpokenRequest> spoken, StopSignal stop) {
        List<GenerationRequest> requests = spoken.stream().map(SpokenRequest::request).toList();
        if (previewFile != null && painters.count() > 1) {
            throw CommandException.usage(
                    "preview.devices",
                    "One preview cannot show the pictures of several devices: leave --preview-file out, or name one device.");
        }
        try (BatchProgress progress = new BatchProgress(err, "Drawing", output.quiet, requests, painters.count())) {
            painters.run(
                    requests.size(),
                    (painter, i, stopped) -> progress.during(i, shown -> {
                        try (PreviewFile preview = new PreviewFile(
                                previewFile, shown, marks, asked.making(), () -> stop.asked() || stopped.getAsBoolean())) {
                            return drawn(painter, requests.get(i), preview);
                        }
                    }),
                    (i, drawn) -> deliver(identity, spoken.get(i), i + 1, drawn));
        }
    }

    private static Drawn drawn(TextToImage painter, GenerationRequest request, ProgressListener listener) {
        long start = System.nanoTime();
        Picture picture = painter.generate(request, listener);
        return new Drawn(picture, System.nanoTime() - start);
    }

    private void deliver(ModelIdentity identity, SpokenRequest spoken, int number, Drawn made) {
        long start = System.nanoTime();
        GenerationRequest request = spoken.request();
        Picture drawn = made.picture();
        Recipe recipe = new Recipe(request, identity.hash(), identity.name());
        ForeignRecipe vae = ForeignRecipe.builder().vae(identity.otherVae().orElse(null)).build();
        Infotext text = recipe.toInfotext(Installation.program(), asked.beside(spoken).overriddenBy(vae));
        Path wanted = output.fileFor(
                request.prompt(), request.seed(), number, PictureSeries.sharesItsSeed(request));
        Path file = output.deliver(FinishedPicture.of(drawn, text, asked.making()), wanted, marks, err);
        double seconds = (System.nanoTime() - start + made.nanos()) / 1e9;
        out.println(output.json ? ResultLine.of(file, request, drawn, identity.name(), seconds) : file);
    }
}
