package dev.bildwerk.training.evaluation;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.training.TrainingException;
import dev.bildwerk.training.data.DataSetException;
import dev.bildwerk.training.data.EvaluationPrompt;
import dev.bildwerk.training.data.EvaluationPrompt.Part;
import dev.bildwerk.training.data.EvaluationPrompts;
import dev.bildwerk.training.data.ManifestEntry;
import dev.bildwerk.training.evaluation.EvaluationReport.CopyingFound;
import dev.bildwerk.training.evaluation.EvaluationReport.Found;
import dev.bildwerk.training.evaluation.EvaluationReport.Pair;
import dev.bildwerk.training.evaluation.EvaluationReport.Result;
import dev.bildwerk.training.evaluation.Neighbours.Nearest;
import dev.bildwerk.training.pictures.PictureSet;
import dev.bildwerk.training.run.PictureSheet;
import dev.bildwerk.training.scorer.Scorer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Judges a model: it draws prompts that its data set holds out, and a scorer that was trained apart has to find each picture's
 * caption; how well the autoencoder gives pictures back, and how near what is drawn comes to trained pictures.
 */
public final class Evaluation {
    private static final int SHOWN = 64;
    private static final int FAILURES = 16;
    private static final int NEAREST = 16;
    private static final int COLUMNS = 8;
    private static final int MOST_RECONSTRUCTED = 200;
    /** Held-out pictures beside which drawn ones are put. */
    private static final int MOST_HELD_OUT = 400;

    private final EvaluationOptions options;
    private final PrintStream log;

    public Evaluation(EvaluationOptions options, PrintStream log) {
        this.options = options;
        this.log = log;
    }

    /**
     * Draws what is not drawn yet and writes the report.
     *
     * @param guard every picture passes it
     * @param stop asked before each picture
     * @return false where it was stopped; the same call goes on
     * @throws TrainingException where the data set cannot be read or the folder is another evaluation's
     */
    public boolean run(Guard guard, BooleanSupplier stop) {
        Fingerprint.require(options);
        Checkpoint checkpoint = Checkpoint.open(options.model());
        try (Autograd off = Autograd.off();
                PictureSet all = PictureSet.open(options.data(), entry -> true);
                Scorer scorer = Scorer.open(options.scorer(), options.model().resolve("tokenizer"), options.format())) {
            List<EvaluationPrompt> prompts = prompts(all.pictures());
            Map<Setting, List<Drawn>> drawings = new HashMap<>();
            List<Setting> settings;
            List<String> refused;
            try (TextToImage pipeline = TextToImage.open(checkpoint, guard, options.engine())) {
                settings = Setting.all(options, pipeline.defaults());
                Drawings drawing =
                        new Drawings(pipeline, options.report().resolve("pictures"), options.seed() * 1000, log);
                for (Setting setting : settings) {
                    Optional<List<Drawn>> drawn = drawing.draw(setting, prompts, stop);
                    if (drawn.isEmpty()) {
                        return false;
                    }
                    drawings.put(setting, drawn.get());
                }
                refused = drawing.refused();
            }
            report(prompts, settings, drawings, refused, checkpoint, scorer).write(options.report());
            return true;
        }
    }

    private List<EvaluationPrompt> prompts(List<ManifestEntry> manifest) {
        try {
            return EvaluationPrompts.draw(manifest, EvaluationOptions.OF_EACH, options.seed());
        } catch (DataSetException e) {
            throw new TrainingException("training.data", e.getMessage(), e);
        }
    }

    private EvaluationReport report(
            List<EvaluationPrompt> prompts,
            List<Setting> settings,
            Map<Setting, List<Drawn>> drawings,
            List<String> refused,
            Checkpoint checkpoint,
            Scorer scorer) {
        Map<Part, Retrieval.Captions> captions = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            captions.put(part, Retrieval.Captions.of(part, prompts, scorer));
        }
        List<Result> results = new ArrayList<>();
        Map<Drawn, Integer> ranks = new HashMap<>();
        for (Setting setting : settings) {
            Map<Part, Found> found = new EnumMap<>(Part.class);
            for (Part part : Part.values()) {
                List<Drawn> own = of(part, drawings.get(setting));
                Retrieval retrieval = Retrieval.of(own, scorer.pictures(pictures(own)), captions.get(part), scorer);
                found.put(part, Found.of(retrieval));
                if (setting == settings.getFirst()) {
                    IntStream.range(0, own.size()).forEach(i -> ranks.put(own.get(i), retrieval.ranks().get(i)));
                }
            }
            results.add(new Result(setting.language(), setting.steps(), setting.guidanceScale(),
                    setting.fewStepsLora() != null, found.get(Part.KNOWN_THING), found.get(Part.NEW_COMPOSITION)));
        }
        List<Drawn> usual = drawings.get(settings.getFirst());
        try (PictureSet heldOut = PictureSet.open(options.data(), ManifestEntry::heldOut);
                PictureSet works = PictureSet.open(
                        options.data(), entry -> !entry.heldOut() && entry.kind() == ManifestEntry.Kind.ICON);
                PictureSet trained = PictureSet.open(options.data(), entry -> !entry.heldOut())) {
            log.printf("looking at %,d trained pictures%n", trained.size());
            Neighbours neighbours = new Neighbours(trained, works, KeptRows.of(works, scorer, options));
            double[] betweenDrawings = neighbours.betweenDrawings();
            double threshold = Copying.threshold(betweenDrawings);
            List<Nearest> nearest = neighbours.of(pictures(usual), scorer.pictures(pictures(usual)));
            CopyingFound copying = new CopyingFound(
                    threshold,
                    betweenDrawings.length,
                    Copying.of(of(Part.KNOWN_THING, usual, nearest), threshold),
                    Copying.of(of(Part.NEW_COMPOSITION, usual, nearest), threshold),
                    heldOut(neighbours, scorer, threshold));
            return new EvaluationReport(
                    options.seed(),
                    results,
                    drawnByPeople(prompts, captions.get(Part.KNOWN_THING), scorer),
                    scorerLog(),
                    Reconstruction.of(checkpoint, heldOut, MOST_RECONSTRUCTED),
                    copying,
                    show(usual),
                    failures(usual, ranks),
                    nearest(usual, nearest, neighbours),
                    refused);
        }
    }

    /** What the scorer finds of the known things as people drew them, by which what it finds of a model's is to be read. */
    private Found drawnByPeople(List<EvaluationPrompt> prompts, Retrieval.Captions captions, Scorer scorer) {
        Map<String, EvaluationPrompt> byExample = new HashMap<>();
        prompts.stream().filter(prompt -> prompt.example() != null)
                .forEach(prompt -> byExample.put(prompt.example(), prompt));
        try (PictureSet examples = PictureSet.open(options.data(), entry -> byExample.containsKey(entry.id()))) {
            List<Drawn> drawn = IntStream.range(0, examples.size())
                    .mapToObj(i -> new Drawn(i, byExample.get(examples.get(i).id()), null))
                    .toList();
            return Found.of(Retrieval.of(drawn, scorer.pictures(examples), captions, scorer));
        }
    }

    /** Lines in which the scorer's training told its accuracy on pictures that it had not seen. */
    private List<String> scorerLog() {
        Path log = options.scorer().resolveSibling("scorer.log");
        try {
            return Files.exists(log)
                    ? Files.readAllLines(log).stream().filter(line -> line.contains("chance")).toList()
                    : List.of();
        } catch (IOException e) {
            throw new TrainingException("training.scorer", "%s cannot be read.".formatted(log), e);
        }
    }

    private Copying heldOut(Neighbours neighbours, Scorer scorer, double threshold) {
        try (PictureSet some = PictureSet.open(
                options.data(), entry -> entry.heldOut() && entry.kind() == ManifestEntry.Kind.ICON)) {
            List<Nearest> nearest = neighbours.of(some, scorer.pictures(some));
            return Copying.of(nearest.subList(0, Math.min(MOST_HELD_OUT, nearest.size())), threshold);
        }
    }

    private List<String> show(List<Drawn> usual) {
        List<Drawn> chosen = new ArrayList<>(usual);
        Collections.shuffle(chosen, new Random(options.seed()));
        return sheet("sheet.png", chosen.subList(0, Math.min(SHOWN, chosen.size())));
    }

    private List<String> failures(List<Drawn> usual, Map<Drawn, Integer> ranks) {
        return sheet("failures.png", usual.stream()
                .filter(drawn -> ranks.get(drawn) > 1)
                .sorted(Comparator.comparing((Drawn drawn) -> -ranks.get(drawn)).thenComparing(Drawn::number))
                .limit(FAILURES)
                .toList());
    }

    private List<String> sheet(String name, List<Drawn> drawings) {
        if (!drawings.isEmpty()) {
            PictureSheet.write(options.report().resolve(name),
                    drawings.stream().map(drawn -> image(drawn.picture())).toList(), COLUMNS);
        }
        return drawings.stream().map(drawn -> drawn.prompt().english()).toList();
    }

    private List<Pair> nearest(List<Drawn> usual, List<Nearest> nearest, Neighbours neighbours) {
        List<Integer> order = IntStream.range(0, usual.size()).boxed()
                .sorted(Comparator.comparing(i -> nearest.get(i).distance()))
                .limit(NEAREST)
                .toList();
        List<BufferedImage> images = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        for (int i : order) {
            images.add(image(usual.get(i).picture()));
            images.add(image(neighbours.picture(nearest.get(i).near())));
            pairs.add(new Pair(usual.get(i).prompt().english(), neighbours.entry(nearest.get(i).near()).id(),
                    nearest.get(i).distance()));
        }
        if (!images.isEmpty()) {
            PictureSheet.write(options.report().resolve("nearest.png"), images, COLUMNS);
        }
        return pairs;
    }

    private static BufferedImage image(Picture picture) {
        return picture.toImage();
    }

    private static List<Picture> pictures(List<Drawn> drawings) {
        return drawings.stream().map(Drawn::picture).toList();
    }

    private static List<Drawn> of(Part part, List<Drawn> drawings) {
        return drawings.stream().filter(drawn -> drawn.prompt().part() == part).toList();
    }

    private static List<Nearest> of(Part part, List<Drawn> drawings, List<Nearest> nearest) {
        return IntStream.range(0, drawings.size())
                .filter(i -> drawings.get(i).prompt().part() == part)
                .mapToObj(nearest::get)
                .toList();
    }
}
