package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.Installation;
import dev.bildwerk.cli.Problem;
import dev.bildwerk.cli.StopSignal;
import dev.bildwerk.cli.generate.ModelOptions;
import dev.bildwerk.cli.generate.OutputOptions;
import dev.bildwerk.cli.generate.Progress;
import dev.bildwerk.cli.generate.RequestOptions;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.pipeline.CancelledException;
import dev.bildwerk.safety.provenance.Marks;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bildwerk grid}: the same picture again and again, each time with something changed, on a labelled sheet. */
@Command(
        name = "grid",
        description = "Draws a picture for every value of up to three settings, on a labelled sheet.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        separator = " ",
        customSynopsis = "bildwerk grid PROMPT... --x AXIS=VALUES [--y AXIS=VALUES] [--z AXIS=VALUES] [OPTIONS]",
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nGeneral:%n",
        footerHeading = "%nAxes:%n",
        footer = {
            "  seed, steps, guidance-scale, guidance-rescale, sampler, schedule, size,",
            "  strength, clip-skip, variation-seed, variation-strength, hires, hires-steps,",
            "  hires-strength, upscaler, dialect, noise, negative-prompt, lora-weight,",
            "  refiner-switch, model, vae; AUTOMATIC1111's names are understood too.",
            "  prompt-sr: the first value is searched for in the prompts and replaced by each.",
            "  prompt-order: parts of the prompt, in every order.",
            "",
            "Values:",
            "  10,20,40      a list; what holds a comma stands in double quotes",
            "  1-5           a range; with a step 1-9(+2), or so many numbers 1-9[3]",
            "  seed=-1,-1    random seeds",
            "",
            "Examples:",
            "  bildwerk grid \"a red apple\" --x seed=1-4 --y steps=5,10,20",
            "  bildwerk grid \"a red apple\" --x prompt-sr=red,green -o apples.png",
            "  bildwerk grid \"a blue house\" --x sampler=euler,ddim --y \"steps=4-12(+4)\"",
            "  bildwerk grid \"a blue house\" --x seed=1-3 --z size=128x128,192x128 --keep-cells",
            "",
            "The path of each sheet goes to the standard output, everything else to the",
            "standard error."
        })
public final class GridCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<Guard> guard;

    @Mixin
    RequestOptions asked = new RequestOptions();

    @ArgGroup(validate = false, heading = "%nThe grid:%n", order = 0)
    GridOptions grid = new GridOptions();

    @ArgGroup(validate = false, heading = "%nThe file:%n", order = 6)
    OutputOptions output = new OutputOptions();

    @ArgGroup(validate = false, heading = "%nThe model and the machine:%n", order = 7)
    ModelOptions model = new ModelOptions();

    /**
     * @param out hears the path or the JSON of each sheet and kept picture, nothing else
     * @param err hears everything else
     * @param guard what every request and picture must pass
     */
    public GridCommand(PrintStream out, PrintStream err, Supplier<Guard> guard) {
        this.out = out;
        this.err = err;
        this.guard = guard;
    }

    @Override
    public Integer call() throws Exception {
        ChosenAxis x = AxisParser.parse("--x", grid.x);
        ChosenAxis y = AxisParser.parse("--y", grid.y);
        ChosenAxis z = AxisParser.parse("--z", grid.z);
        requireSomething(x, y, z);
        asked.requireUsable("grid");
        Marks marks = Marks.by(Installation.program(), err::println);
        output.requireUsable(marks);
        Guard guard = this.guard.get();
        try (StopSignal stop = StopSignal.watch(err);
                PainterSlot painters = new PainterSlot(model, guard)) {
            CellRequests requests = new CellRequests(asked, painters);
            GridPlan plan = GridPlan.of(x, y, z, requests);
            Set<Path> files = new HashSet<>();
            plan.cells().forEach(cell -> requireAdmitted(guard, cell, files));
            requests.notHonoured().forEach(lost -> err.println("Not as it was: " + lost.sentence()));
            plan.cells().stream().flatMap(cell -> cell.spoken().remarks().stream()).distinct().forEach(err::println);
            requirePossible(plan, painters);
            Sheets sheets = Sheets.of(plan);
            sheets.withoutLabels().ifPresent(err::println);
            GridDrawing drawing = new GridDrawing(asked, plan, sheets, painters, output, grid.keepCells, marks, out, err);
            try (Progress progress = Progress.on(err, "Drawing " + plan.cells().size(), output.quiet())) {
                drawing.draw(progress, stop);
            }
            drawing.writeSheets(!stop.asked());
            if (stop.asked()) {
                err.printf("Stopped: %d of %d pictures are drawn.%n", drawing.finished(), plan.cells().size());
                throw new CancelledException();
            }
            return drawing.firstProblem().map(Problem::exitCode).orElse(ExitCode.OK).code();
        }
    }

    private void requireSomething(ChosenAxis x, ChosenAxis y, ChosenAxis z) {
        if (!x.isGiven() && !y.isGiven() && !z.isGiven()) {
            throw CommandException.usage(
                    "grid.axis.missing",
                    "Say what the grid varies, as in --x steps=10,20,40; bildwerk grid --help lists the axes.");
        }
        if (asked.count() != 1) {
            throw CommandException.usage(
                    "grid.count", "A grid draws one picture a cell: leave --count out and say --x seed=-1,-1,-1.");
        }
    }

    /** What the first model cannot draw is told before it draws; the others are not read yet. */
    private static void requirePossible(GridPlan plan, PainterSlot painters) {
        ModelChoice first = plan.inDrawingOrder().getFirst().model();
        painters.painters(first).requirePossible(plan.cells().stream()
                .filter(cell -> cell.model().equals(first))
                .map(Cell::request)
                .toList());
    }

    /**
     * Before anything is drawn: what is refused in one cell is not drawn in the others.
     *
     * @param files admitted so far
     */
    private static void requireAdmitted(Guard guard, Cell cell, Set<Path> files) {
        Stream<Verdict> verdicts = Stream.concat(
                Stream.of(guard.admit(cell.request())),
                cell.request().controls().additions().files().filter(files::add).map(guard::admitModel));
        Optional<Verdict.Refused> refused = verdicts.filter(Verdict.Refused.class::isInstance)
                .map(Verdict.Refused.class::cast)
                .findFirst();
        refused.ifPresent(why -> {
            throw new CommandException(
                    ExitCode.REFUSED,
                    why.refusal().code(),
                    "Nothing was drawn, because of column %d, row %d, sheet %d: %s".formatted(
                            cell.place().x() + 1, cell.place().y() + 1, cell.place().z() + 1, why.refusal().message()));
        });
    }
}
