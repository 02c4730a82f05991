package dev.bildwerk.training.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bildwerk.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What an evaluation found; written as {@code report.json} and, for people, as {@code report.md}.
 *
 * @param seed of prompts and noise
 * @param results of each setting, the model's own first
 * @param drawnByPeople what the scorer finds of the known things as people drew them
 * @param scorer lines in which its training told its accuracy on pictures that it had not seen
 * @param reconstruction of pictures held out
 * @param copying how near pictures come to trained ones
 * @param shown prompts of {@code sheet.png}, row by row
 * @param failures prompts of {@code failures.png}, the worst first
 * @param nearest pairs of {@code nearest.png}, the nearest first
 * @param refused prompts that the guard refused, with its codes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EvaluationReport(
        long seed,
        List<Result> results,
        Found drawnByPeople,
        List<String> scorer,
        Reconstruction reconstruction,
        CopyingFound copying,
        List<String> shown,
        List<String> failures,
        List<Pair> nearest,
        List<String> refused) {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** @param toldApart null where no prompt has contraries */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Found(int pictures, int choices, double first, double amongFive, Double toldApart) {
        static Found of(Retrieval retrieval) {
            return new Found(
                    retrieval.pictures(),
                    retrieval.choices(),
                    retrieval.first(),
                    retrieval.amongFive(),
                    Double.isNaN(retrieval.toldApart()) ? null : retrieval.toldApart());
        }
    }

    /**
     * How many pictures of each part had their caption found.
     *
     * @param fewSteps whether the model drew with the LoRA for few steps
     */
    record Result(
            String language, int steps, double guidanceScale, boolean fewSteps, Found knownThings, Found newCompositions) {}

    /**
     * @param threshold below which a distance counts as copying
     * @param differentDrawings pairs that it was taken from
     * @param heldOut pictures of the data set that were not trained on, which cannot be copies
     */
    record CopyingFound(
            double threshold, int differentDrawings, Copying knownThings, Copying newCompositions, Copying heldOut) {}

    /**
     * A prompt and the trained picture nearest to what was drawn.
     *
     * @param trained its id
     */
    record Pair(String prompt, String trained, double distance) {}

    void write(Path folder) {
        try {
            JSON.writeValue(folder.resolve("report.json").toFile(), this);
            Files.writeString(folder.resolve("report.md"), ReportPage.of(this));
        } catch (IOException e) {
            throw new TrainingException(
                    "training.run-folder", "The report in %s cannot be written: %s.".formatted(folder, e.getMessage()), e);
        }
    }
}
