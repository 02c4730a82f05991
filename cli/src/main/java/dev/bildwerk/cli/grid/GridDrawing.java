package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.Installation;
import dev.bildwerk.cli.Problem;
import dev.bildwerk.cli.StopSignal;
import dev.bildwerk.cli.generate.Destination;
import dev.bildwerk.cli.generate.FileNames;
import dev.bildwerk.cli.generate.ModelIdentity;
import dev.bildwerk.cli.generate.OutputOptions;
import dev.bildwerk.cli.generate.PicturesProgress;
import dev.bildwerk.cli.generate.Progress;
import dev.bildwerk.cli.generate.RequestOptions;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.CancelledException;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.ProgressListener;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.diffusion.pipeline.Workers;
import dev.bildwerk.diffusion.recipe.Infotext;
import dev.bildwerk.diffusion.recipe.Recipe;
import dev.bildwerk.safety.provenance.FinishedPicture;
import dev.bildwerk.safety.provenance.Marks;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Draws a grid's pictures; what one of them suffers does not stop the rest. */
final class GridDrawing {
    private final RequestOptions asked;
    private final GridPlan plan;
    private final Sheets sheets;
    private final PainterSlot painters;
    private final OutputOptions output;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean keepCells;
    private final Marks marks;
    private final Map<Cell.Place, Path> files = new HashMap<>();
    private final Map<Cell.Place, Problem> problems = new HashMap<>();
    private final Map<Cell.Place, Boolean> drawn = new HashMap<>();

    GridDrawing(
            RequestOptions asked,
            GridPlan plan,
            Sheets sheets,
            PainterSlot painters,
            OutputOptions output,
            boolean keepCells,
            Marks marks,
            PrintStream out,
            PrintStream err) {
        this.asked = asked;
        this.plan = plan;
        this.sheets = sheets;
        this.painters = painters;
        this.output = output;
        this.keepCells = keepCells;
        this.marks = marks;
        this.out = out;
        this.err = err;
    }

    /** @throws RuntimeException where Bildwerk itself is at fault */
    void draw(Progress shown, StopSignal stop) {
        List<Cell> cells = plan.inDrawingOrder();
        PicturesProgress progress =
                new PicturesProgress(shown, cells.stream().map(Cell::request).toList());
        try {
            for (int from = 0; from < cells.size(); from = endOfModel(cells, from)) {
                draw(cells.subList(from, endOfModel(cells, from)), from, progress, stop);
            }
        } catch (CancelledException e) {
            // What is done goes onto the sheet.
        }
    }

    private static int endOfModel(List<Cell> cells, int from) {
        int end = from + 1;
        while (end < cells.size() && cells.get(end).model().equals(cells.get(from).model())) {
            end++;
        }
        return end;
    }

    /** @param before how many cells were drawn with other models */
    private void draw(List<Cell> cells, int before, PicturesProgress progress, StopSignal stop) {
        Workers workers;
        try {
            workers = painters.painters(cells.getFirst().model());
        } catch (RuntimeException | OutOfMemoryError e) {
            for (int i = 0; i < cells.size(); i++) {
                note(cells.get(i), new Attempt(null, survivable(e)));
                progress.done(before + i);
            }
            return;
        }
        workers.run(
                cells.size(),
                (painter, i, stopped) -> {
                    Attempt attempt = attempt(painter, cells.get(i), (stage, step, steps) -> {
                        progress.at(before + i, stage, step, steps);
                        return !stop.asked() && !stopped.getAsBoolean();
                    });
                    progress.done(before + i);
                    return attempt;
                },
                (i, attempt) -> note(cells.get(i), attempt));
    }

    /**
     * What came of one cell.
     *
     * @param picture null where it could not be drawn
     * @param problem null where it was drawn
     */
    private record Attempt(Picture picture, Problem problem) {}

    private static Attempt attempt(TextToImage painter, Cell cell, ProgressListener listener) {
        try {
            return new Attempt(painter.generate(cell.request(), listener), null);
        } catch (RuntimeException | OutOfMemoryError e) {
            return new Attempt(null, survivable(e));
        }
    }

    /** @throws RuntimeException the failure itself, where it would befall the other pictures too */
    private static Problem survivable(Throwable failure) {
        Problem problem = Problem.of(failure);
        switch (problem.exitCode()) {
            case INTERNAL, WRITE, INTERRUPTED -> {
                if (failure instanceof RuntimeException e) {
                    throw e;
                }
                throw (Error) failure;
            }
            default -> {
                return problem;
            }
        }
    }

    private void note(Cell cell, Attempt attempt) {
        if (attempt.problem() == null) {
            sheets.put(cell, attempt.picture());
            drawn.put(cell.place(), true);
            if (keepCells) {
                keep(cell, attempt.picture());
            }
            return;
        }
        Problem problem = attempt.problem();
        problems.put(cell.place(), problem);
        sheets.note(cell, problem.exitCode() == ExitCode.REFUSED ? "refused" : "failed: " + problem.sentence());
        err.println("%s: %s".formatted(GridPlan.named(cell.place()), problem.sentence()));
    }

    private void keep(Cell cell, Picture picture) {
        Cell.Place place = cell.place();
        String end = "-x%d-y%d".formatted(place.x() + 1, place.y() + 1);
        Path sheet = sheetFile(place.z());
        Infotext text = recipe(cell).toInfotext(Installation.program(), asked.beside(cell.spoken()));
        Path file = output.write(
                sheet.resolveSibling(FileNames.withEnd(sheet.getFileName().toString(), end)),
                marks.file(FinishedPicture.of(picture, text, asked.making()), output.format()));
        files.put(place, file);
        if (!output.json()) {
            out.println(file);
        }
    }

    private Recipe recipe(Cell cell) {
        ModelIdentity identity = painters.identity(cell.model());
        return new Recipe(cell.request(), identity.hash(), identity.name());
    }

    /** Writes the sheets that have a picture, and the rest too where nothing was stopped. */
    void writeSheets(boolean all) {
        for (int z = 0; z < plan.z().values().size(); z++) {
            List<Cell> cells = cellsOf(z);
            if (!all && cells.stream().noneMatch(cell -> drawn.containsKey(cell.place()))) {
                continue;
            }
            Cell first = cells.getFirst();
            Infotext text = SheetRecipe.of(recipe(first), asked.beside(first.spoken()), plan);
            FinishedPicture sheet = FinishedPicture.sheet(sheets.picture(z), text, asked.making());
            Path file = output.deliver(sheet, sheetFile(z), marks, err);
            List<GridResult> results = cells.stream().map(this::result).toList();
            out.println(output.json() ? GridResult.json(file, plan.z().values().get(z).label(), results) : file);
        }
    }

    private List<Cell> cellsOf(int z) {
        return plan.cells().stream().filter(cell -> cell.place().z() == z).toList();
    }

    private GridResult result(Cell cell) {
        return new GridResult(
                cell,
                drawn.containsKey(cell.place()),
                Optional.ofNullable(files.get(cell.place())),
                Optional.ofNullable(problems.get(cell.place())));
    }

    /** The wanted name of a sheet. */
    private Path sheetFile(int z) {
        GenerationRequest first = plan.cells().getFirst().request();
        Path file = switch (output.destination()) {
            case Destination.File named -> named.path();
            case Destination.Folder folder ->
                folder.path().resolve("%s-grid-%d.%s"
                        .formatted(FileNames.slug(first.prompt()), first.seed(), folder.extension()));
        };
        return plan.z().isGiven()
                ? file.resolveSibling(FileNames.withEnd(file.getFileName().toString(), "-z" + (z + 1)))
                : file;
    }

    int finished() {
        return drawn.size();
    }

    /** In reading order, of the pictures that could not be drawn. */
    Optional<Problem> firstProblem() {
        return plan.cells().stream()
                .map(cell -> problems.get(cell.place()))
                .filter(problem -> problem != null)
                .findFirst();
    }
}
