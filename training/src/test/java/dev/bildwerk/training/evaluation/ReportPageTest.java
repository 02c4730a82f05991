package dev.bildwerk.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.training.evaluation.EvaluationReport.CopyingFound;
import dev.bildwerk.training.evaluation.EvaluationReport.Found;
import dev.bildwerk.training.evaluation.EvaluationReport.Pair;
import dev.bildwerk.training.evaluation.EvaluationReport.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
    private static final EvaluationReport REPORT = new EvaluationReport(
            1,
            List.of(
                    new Result("en", 25, 4, false, new Found(200, 200, 0.815, 0.93, null), new Found(200, 200, 0.6, 0.8, 0.7)),
                    new Result("en", 4, 1, true, new Found(200, 200, 0.7, 0.9, null), new Found(200, 200, 0.5, 0.7, 0.6))),
            new Found(200, 200, 0.9, 0.98, null),
            List.of("as drawn: 60.3% right, chance 0.9%"),
            new Reconstruction(200, 30.12, 31.4),
            new CopyingFound(12.1, 23438, new Copying(200, 0.03, 30, 8, 0.9), new Copying(200, 0.005, 35, 11, 0.8),
                    new Copying(400, 0.01, 33, 7, 0.85)),
            List.of("a red car"),
            List.of("a frog, 100 % bold"),
            List.of(new Pair("a planet", "twemoji/planet", 12.25)),
            List.of("something (prompt.sexual)"));

    @Test
    void thePageSaysWhatWasFound() {
        assertThat(ReportPage.of(REPORT))
                .contains("| en | 25 | 4.0 | 81.5 % | 93.0 % | 60.0 % | 80.0 % | 70.0 % | 200 + 200 |")
                .contains("| en | 4 (LoRA) | 1.0 |")
                .contains("- as drawn: 60.3% right, chance 0.9%")
                .contains("come back with 30.12 dB")
                .contains("below 12.10", "(23,438 pairs)", "| new compositions | 200 | 0.5 % |")
                .contains("1. a red car", "1. a frog, 100 % bold", "| a planet | twemoji/planet | 12.25 |")
                .contains("1. something (prompt.sexual)");
    }

    @Test
    void bothFilesAreWritten(@TempDir Path folder) {
        REPORT.write(folder);
        assertThat(folder.resolve("report.md")).isNotEmptyFile();
        assertThat(folder.resolve("report.json")).content().contains("\"toldApart\" : 0.7", "\"decibels\" : 30.12");
        assertThat(Files.exists(folder.resolve("report.json"))).isTrue();
    }
}
