package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.generate.Size;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.HiresFix;
import dev.bildwerk.diffusion.pipeline.Start;
import java.awt.Font;
import java.util.List;
import java.util.Optional;

/** A grid's sheets, one for each value of z. */
final class Sheets {
    /** Of all sheets: they are held in memory, four bytes a pixel, until the last picture is drawn. */
    private static final long MOST_PIXELS = 100_000_000;

    private final List<Sheet> sheets;
    private final boolean labelled;

    private Sheets(List<Sheet> sheets, boolean labelled) {
        this.sheets = sheets;
        this.labelled = labelled;
    }

    /** @throws CommandException where they would be too large */
    static Sheets of(GridPlan plan) {
        List<Size> sizes = plan.cells().stream().map(cell -> finished(cell.request())).toList();
        int width = sizes.stream().mapToInt(Size::width).max().orElseThrow();
        int height = sizes.stream().mapToInt(Size::height).max().orElseThrow();
        long pixels = (long) width * height * plan.cells().size();
        if (pixels > MOST_PIXELS) {
            throw CommandException.usage(
                    "grid.large",
                    "The grid's pictures would have %,d pixels together; take fewer or smaller ones, up to %,d."
                            .formatted(pixels, MOST_PIXELS));
        }
        Optional<Font> font = LabelFont.of(width, height);
        List<Sheet> sheets = plan.z().values().stream()
                .map(z -> Sheet.of(labels(plan.x()), labels(plan.y()), z.label(), width, height, font))
                .toList();
        return new Sheets(sheets, font.isPresent());
    }

    private static List<String> labels(ChosenAxis axis) {
        return axis.values().stream().map(AxisValue::label).toList();
    }

    /** What a request's picture measures. */
    private static Size finished(GenerationRequest request) {
        if (request.controls().start() instanceof Start.Inpainting inpainting
                && inpainting.area() instanceof Start.Area.Masked) {
            return new Size(inpainting.picture().width(), inpainting.picture().height());
        }
        HiresFix hires = request.controls().hires();
        return hires.isOn()
                ? new Size(hires.enlarged(request.width()), hires.enlarged(request.height()))
                : new Size(request.width(), request.height());
    }

    /** What the user is told where labels could not be written. */
    Optional<String> withoutLabels() {
        return labelled
                ? Optional.empty()
                : Optional.of("This machine has no fonts, so the sheet has no labels: its recipe tells the values.");
    }

    void put(Cell cell, Picture picture) {
        sheets.get(cell.place().z()).put(cell.place().x(), cell.place().y(), picture);
    }

    void note(Cell cell, String text) {
        sheets.get(cell.place().z()).note(cell.place().x(), cell.place().y(), text);
    }

    Picture picture(int z) {
        return sheets.get(z).picture();
    }
}
