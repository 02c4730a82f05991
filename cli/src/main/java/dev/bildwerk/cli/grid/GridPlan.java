package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.generate.RequestOptions.Texts;
import dev.bildwerk.cli.generate.SpokenRequest;
import dev.bildwerk.diffusion.adapter.AdapterException;
import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.InvalidRequestException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All pictures of a grid, known before the first is drawn. */
record GridPlan(ChosenAxis x, ChosenAxis y, ChosenAxis z, List<Cell> cells) {
    static final int MOST_CELLS = 1000;

    /** What the command asks of every cell. */
    interface Asking {
        /** The request that a cell starts from. */
        GenerationRequest request(ModelChoice model, UnaryOperator<Texts> texts);

        /** With its last words. */
        SpokenRequest spoken(ModelChoice model, GenerationRequest request);
    }

    /** @throws CommandException where there are too many, or a value does not go, with the cell */
    static GridPlan of(ChosenAxis x, ChosenAxis y, ChosenAxis z, Asking asking) {
        long count = (long) x.values().size() * y.values().size() * z.values().size();
        if (count > MOST_CELLS) {
            throw CommandException.usage(
                    "grid.large",
                    "The grid would have %,d pictures; up to %,d are possible.".formatted(count, MOST_CELLS));
        }
        List<Cell> cells = new ArrayList<>();
        for (int iz = 0; iz < z.values().size(); iz++) {
            for (int iy = 0; iy < y.values().size(); iy++) {
                for (int ix = 0; ix < x.values().size(); ix++) {
                    List<AxisValue> values =
                            List.of(x.values().get(ix), y.values().get(iy), z.values().get(iz));
                    cells.add(cell(new Cell.Place(ix, iy, iz, label(values)), values, asking));
                }
            }
        }
        requireSecondPass(List.of(x, y, z), cells);
        return new GridPlan(x, y, z, List.copyOf(cells));
    }

    private static void requireSecondPass(List<ChosenAxis> axes, List<Cell> cells) {
        if (cells.stream().anyMatch(cell -> cell.request().controls().hires().isOn())) {
            return;
        }
        axes.stream().filter(axis -> axis.isGiven() && axis.axis().needsSecondPass()).findFirst().ifPresent(axis -> {
            throw CommandException.usage(
                    "hires.missing",
                    "There is no second pass whose %s could vary: add --hires SCALE.".formatted(axis.axis().option()));
        });
    }

    private static String label(List<AxisValue> values) {
        return values.stream()
                .map(AxisValue::label)
                .filter(label -> !label.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static Cell cell(Cell.Place place, List<AxisValue> values, Asking asking) {
        try {
            ModelChoice model = ModelChoice.OF_THE_COMMAND;
            for (AxisValue value : values) {
                model = switch (value.change()) {
                    case Change.OfModel other -> new ModelChoice(Optional.of(other.model()), model.vae());
                    case Change.OfVae other -> new ModelChoice(model.model(), Optional.of(other));
                    case Change.OfTexts texts -> model;
                    case Change.OfRequest request -> model;
                };
            }
            GenerationRequest request = asking.request(model, texts -> changed(texts, values));
            for (AxisValue value : values) {
                if (value.change() instanceof Change.OfRequest change) {
                    request = change.request().apply(request);
                }
            }
            return new Cell(place, model, asking.spoken(model, request));
        } catch (AxisException e) {
            throw problem("grid.axis", place, e.getMessage() + ".");
        } catch (InvalidRequestException e) {
            throw problem(e.code(), place, e.getMessage());
        } catch (AdapterException e) {
            throw problem(e.code(), place, e.getMessage());
        }
    }

    private static Texts changed(Texts texts, List<AxisValue> values) {
        Texts changed = texts;
        for (AxisValue value : values) {
            if (value.change() instanceof Change.OfTexts change) {
                changed = change.texts().apply(changed);
            }
        }
        return changed;
    }

    private static CommandException problem(String code, Cell.Place place, String sentence) {
        return CommandException.usage(code, "%s: %s".formatted(named(place), sentence));
    }

    /** A cell as sentences name it. */
    static String named(Cell.Place place) {
        return place.label().isEmpty() ? "The picture" : "\"%s\"".formatted(place.label());
    }

    /** In the order in which the fewest models are read and the fewest adapters merged. */
    List<Cell> inDrawingOrder() {
        List<ModelChoice> models = cells.stream().map(Cell::model).distinct().toList();
        List<List<AdapterUse>> adapters = cells.stream().map(GridPlan::adapters).distinct().toList();
        return cells.stream()
                .sorted(Comparator.<Cell>comparingInt(cell -> models.indexOf(cell.model()))
                        .thenComparingInt(cell -> adapters.indexOf(adapters(cell))))
                .toList();
    }

    private static List<AdapterUse> adapters(Cell cell) {
        return cell.request().controls().additions().adapters();
    }

    Stream<ModelChoice> models() {
        return cells.stream().map(Cell::model).distinct();
    }
}
