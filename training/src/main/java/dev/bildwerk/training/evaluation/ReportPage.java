package dev.bildwerk.training.evaluation;

import dev.bildwerk.training.evaluation.EvaluationReport.CopyingFound;
import dev.bildwerk.training.evaluation.EvaluationReport.Found;
import dev.bildwerk.training.evaluation.EvaluationReport.Pair;
import dev.bildwerk.training.evaluation.EvaluationReport.Result;
import java.util.List;
import java.util.Locale;

/** A report in Markdown. */
final class ReportPage {
    private final StringBuilder page = new StringBuilder();

    private ReportPage() {}

    static String of(EvaluationReport report) {
        ReportPage writing = new ReportPage();
        writing.results(report);
        writing.reconstruction(report.reconstruction());
        writing.copying(report.copying());
        writing.list("Shown", "`sheet.png`, row by row, drawn from the list by seed %d:".formatted(report.seed()),
                report.shown());
        writing.list("Failures", "`failures.png`: whose caption the scorer ranked last, the worst first:",
                report.failures());
        writing.nearest(report.nearest());
        if (!report.refused().isEmpty()) {
            writing.list("Refused", "What the guard did not let the model draw:", report.refused());
        }
        return writing.page.toString();
    }

    private void results(EvaluationReport report) {
        int choices = report.results().getFirst().knownThings().choices();
        line("# Evaluation");
        line("");
        line("Each picture is to be found by its English caption among all captions of its part, %d known things in "
                + "styles that were kept from training and %d compositions that no caption of the data set says; a caption of the same thing in "
                + "another style is no wrong answer. Chance is %s and %s.",
                choices,
                report.results().getFirst().newCompositions().choices(),
                percent(1.0 / Math.max(1, choices)),
                percent(1.0 / Math.max(1, report.results().getFirst().newCompositions().choices())));
        line("\"Told apart\": nearer to its caption than to two that are false by one word or an exchange; chance is a third.");
        line("Of the known things as people drew them, in the same styles, the scorer finds %s (%d pictures): what is "
                + "not found below may be its fault. It learnt about half of these; the model none.",
                percent(report.drawnByPeople().first()), report.drawnByPeople().pictures());
        if (!report.scorer().isEmpty()) {
            line("What it finds of pictures that it never saw (\"softened\": moved, blurred and with noise):");
            line("");
            report.scorer().forEach(text -> page.append("- ").append(text).append('\n'));
        }
        line("");
        line("| language | steps | guidance | known things | among five | compositions | among five | told apart | pictures |");
        line("|---|---|---|---|---|---|---|---|---|");
        for (Result result : report.results()) {
            Found known = result.knownThings();
            Found composed = result.newCompositions();
            line("| %s | %d%s | %s | %s | %s | %s | %s | %s | %d + %d |",
                    result.language(), result.steps(), result.fewSteps() ? " (LoRA)" : "", result.guidanceScale(),
                    percent(known.first()), percent(known.amongFive()),
                    percent(composed.first()), percent(composed.amongFive()),
                    composed.toldApart() == null ? "" : percent(composed.toldApart()),
                    known.pictures(), composed.pictures());
        }
        line("");
    }

    private void reconstruction(Reconstruction reconstruction) {
        line("## Autoencoder");
        line("");
        line("%d held-out pictures come back with %s dB; the mean of each picture's is %s dB.",
                reconstruction.pictures(), number(reconstruction.decibels()), number(reconstruction.meanOfEach()));
        line("");
    }

    private void copying(CopyingFound copying) {
        line("## Copying");
        line("");
        line("Distance is the root of the mean squared difference of 16 x 16 colour means, 0 to 255. A picture counts as a copy "
                + "below %s: nearer than 99 of 100 pairs of different drawings of the same thing are (%,d pairs). Pictures that "
                + "people drew and the model was not trained on cannot be copies, and show what the threshold counts by chance.",
                number(copying.threshold()), copying.differentDrawings());
        line("");
        line("| pictures | | nearer | median distance | least | median likeness |");
        line("|---|---|---|---|---|---|");
        copying("known things", copying.knownThings());
        copying("new compositions", copying.newCompositions());
        copying("drawn by people, held out", copying.heldOut());
        line("");
    }

    private void copying(String name, Copying copying) {
        line("| %s | %d | %s | %s | %s | %s |", name, copying.pictures(), percent(copying.nearer()),
                number(copying.medianDistance()), number(copying.leastDistance()), number(copying.medianLikeness()));
    }

    private void list(String title, String sentence, List<String> prompts) {
        line("## %s", title);
        line("");
        page.append(sentence).append("\n\n");
        prompts.forEach(prompt -> page.append("1. ").append(prompt).append('\n'));
        line("");
    }

    private void nearest(List<Pair> pairs) {
        line("## Nearest to trained pictures");
        line("");
        line("`nearest.png`: drawn pictures, each with the trained one beside it.");
        line("");
        line("| prompt | trained picture | distance |");
        line("|---|---|---|");
        pairs.forEach(pair -> line("| %s | %s | %s |", pair.prompt(), pair.trained(), number(pair.distance())));
        line("");
    }

    private void line(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
