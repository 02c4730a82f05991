package dev.bildwerk.cli.upscale;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.Installation;
import dev.bildwerk.cli.StopSignal;
import dev.bildwerk.cli.generate.AdditionOptions;
import dev.bildwerk.cli.generate.BatchProgress;
import dev.bildwerk.cli.generate.Destination;
import dev.bildwerk.cli.generate.FileNames;
import dev.bildwerk.cli.generate.ModelIdentity;
import dev.bildwerk.cli.generate.ModelOptions;
import dev.bildwerk.cli.generate.OutputOptions;
import dev.bildwerk.cli.generate.SpokenRequest;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.picture.Enlarger;
import dev.bildwerk.diffusion.picture.EnlargingFilter;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.CancelledException;
import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.RefusedException;
import dev.bildwerk.diffusion.pipeline.TiledUpscale;
import dev.bildwerk.diffusion.pipeline.Workers;
import dev.bildwerk.diffusion.recipe.Infotext;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.safety.provenance.FinishedPicture;
import dev.bildwerk.safety.provenance.Making;
import dev.bildwerk.safety.provenance.Marks;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bildwerk upscale}: pictures made larger, by an upscaler alone or with the model going over them tile by tile. */
@Command(
        name = "upscale",
        description = "Makes pictures larger; the model adds detail tile by tile where you say what they show.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        separator = " ",
        customSynopsis = "bildwerk upscale PICTURE... [OPTIONS]",
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nGeneral:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bildwerk upscale house.png",
            "  bildwerk upscale house.png --scale 3 --upscaler nearest -o large.png",
            "  bildwerk upscale house.png --prompt \"a blue house\" --strength 0.2",
            "  bildwerk upscale a-red-apple-7.png --strength 0.15",
            "",
            "Words that are not given are those of the recipe in the file. Without an",
            "option of \"Detail by the model\" none is read: pixels become more by --upscaler.",
            "",
            "The path of each picture goes to the standard output, everything else to the",
            "standard error."
        })
public final class UpscaleCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<Guard> guard;
    private final Marks marks;

    @Parameters(arity = "1..*", paramLabel = "PICTURE", description = "A PNG or JPEG.")
    List<Path> pictures = List.of();

    @ArgGroup(validate = false, heading = "%nSize:%n", order = 1)
    UpscaleOptions size = new UpscaleOptions();

    @ArgGroup(validate = false, heading = "%nDetail by the model:%n", order = 2)
    RefineOptions refine = new RefineOptions();

    @ArgGroup(validate = false, heading = "%nBeside the model:%n", order = 3)
    AdditionOptions additions = new AdditionOptions();

    @ArgGroup(validate = false, heading = "%nThe file:%n", order = 4)
    OutputOptions output = new OutputOptions();

    @ArgGroup(validate = false, heading = "%nThe model and the machine:%n", order = 5)
    ModelOptions model = new ModelOptions();

    /**
     * @param out hears the path or the JSON of each picture, nothing else
     * @param err hears everything else
     * @param guard what every request and picture must pass
     */
    public UpscaleCommand(PrintStream out, PrintStream err, Supplier<Guard> guard) {
        this.out = out;
        this.err = err;
        this.guard = guard;
        this.marks = Marks.by(Installation.program(), err::println);
    }

    @Override
    public Integer call() throws Exception {
        output.requireUsable(marks);
        List<GivenPicture> given = pictures.stream().map(GivenPicture::read).toList();
        try (StopSignal stop = StopSignal.watch(err)) {
            if (refine.isAskedFor() || additions.isGiven()) {
                refine(given, stop);
            } else {
                Guard looking = guard.get();
                for (int i = 0; i < given.size() && !stop.asked(); i++) {
                    lookAt(given.get(i), looking);
                    enlarge(given.get(i), i + 1);
                }
            }
            if (stop.asked()) {
                throw new CancelledException();
            }
        }
        return ExitCode.OK.code();
    }

    /** No model has a say, but what must not be shown is not made larger either. */
    private static void lookAt(GivenPicture given, Guard looking) {
        GenerationRequest nothing = new GenerationRequest(
                "a larger picture", "", 0, 1, 1, SamplerName.EULER, ScheduleName.NORMAL, 64, 64);
        if (looking.look(nothing, given.picture()) instanceof Verdict.Refused refused) {
            throw new RefusedException(refused.refusal());
        }
    }

    private void enlarge(GivenPicture given, int number) {
        long start = System.nanoTime();
        Enlarger by = size.upscalerFor(given);
        Picture larger = TiledUpscale.enlarged(given.picture(), size.scale, by);
        Infotext recipe = UpscaleRecipe.enlarged(given.recipe(), size.scale, by, Installation.program());
        Making making = by instanceof EnlargingFilter
                ? new Making.Resized(given.origin())
                : new Making.Changed(given.origin());
        write(given, FinishedPicture.of(larger, recipe, making), number, start);
    }

    private void refine(List<GivenPicture> given, StopSignal stop) {
        Checkpoint checkpoint = model.checkpoint();
        GenerationDefaults habits = GenerationDefaults.of(checkpoint);
        // What is wrong with one of the pictures is told before a model is read.
        List<SpokenRequest> requests =
                given.stream().map(one -> UpscaleRequest.of(one, refine, additions, habits)).toList();
        requests.stream().flatMap(request -> request.remarks().stream()).distinct().forEach(err::println);
        List<TiledUpscale> upscales = given.stream().map(one -> upscale(one, habits)).toList();
        List<GenerationRequest> tiles = requests.stream().map(SpokenRequest::request).toList();
        try (ModelIdentity identity = ModelIdentity.of(checkpoint);
                Workers painters = Workers.open(checkpoint, guard.get(), model.toWorkers());
                BatchProgress progress = new BatchProgress(err, "Upscaling", output.quiet(), tiles, painters.count())) {
            painters.run(
                    given.size(),
                    (painter, i, stopped) -> progress.during(i, counted -> {
                        long start = System.nanoTime();
                        Picture larger = painter.upscale(upscales.get(i), tiles.get(i), (stage, step, steps) -> {
                            counted.at(stage, step, steps);
                            return !stop.asked() && !stopped.getAsBoolean();
                        });
                        return new Refined(larger, start);
                    }),
                    (i, refined) -> {
                        Infotext recipe = UpscaleRecipe.refined(
                                upscales.get(i), tiles.get(i), identity.hash(), identity.name(), Installation.program());
                        Making making = new Making.Changed(given.get(i).origin());
                        write(given.get(i), FinishedPicture.of(refined.picture(), recipe, making), i + 1, refined.start());
                    });
        }
    }

    /** @param start of the work in {@link System#nanoTime} */
    private record Refined(Picture picture, long start) {}

    private TiledUpscale upscale(GivenPicture given, GenerationDefaults habits) {
        int tile = refine.tileOrUsual(habits);
        int overlap = refine.overlap == null
                ? TiledUpscale.usualOverlap(given.picture(), size.scale, tile)
                : refine.overlap;
        return new TiledUpscale(
                given.picture(),
                size.scale,
                size.upscalerFor(given),
                tile,
                overlap,
                refine.strengthOrUsual());
    }

    private void write(GivenPicture given, FinishedPicture larger, int number, long start) {
        Path file = output.deliver(larger, wanted(given.file(), number), marks, err);
        double seconds = (System.nanoTime() - start) / 1e9;
        out.println(output.json() ? UpscaleLine.of(given.file(), file, larger.picture(), seconds) : file);
    }

    /** Named after the picture that it was made from: {@code house.jpg} becomes {@code house-2x.png}. */
    private Path wanted(Path given, int number) {
        return switch (output.destination()) {
            case Destination.File(Path file) when number == 1 || !output.force() -> file;
            case Destination.File(Path file) ->
                file.resolveSibling(FileNames.numbered(file.getFileName().toString(), number));
            case Destination.Folder(Path folder, String extension) -> {
                String name = given.getFileName().toString();
                int dot = name.lastIndexOf('.');
                String scale = UpscaleRecipe.plain(size.scale);
                yield folder.resolve("%s-%sx.%s".formatted(dot > 0 ? name.substring(0, dot) : name, scale, extension));
            }
        };
    }
}
