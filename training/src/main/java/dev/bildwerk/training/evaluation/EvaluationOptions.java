package dev.bildwerk.training.evaluation;

import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.engine.DType;
import java.nio.file.Path;
import java.util.List;

/**
 * How a model is judged.
 *
 * @param model folder of the model
 * @param scorer file of the scorer's weights, trained with the model's vocabulary
 * @param data folder of the data set that the model was trained on
 * @param report folder that takes pictures and report; what is drawn already is not drawn again
 * @param prompts how many of each part's 200 prompts are drawn
 * @param swept how many of each part are drawn at each further guidance scale and number of steps
 * @param guidanceScales to be compared with the model's own
 * @param steps to be compared with the model's own
 * @param fewStepsLora with which the model draws in four steps of LCM without guidance; null for none
 * @param seed of prompts, noise and the choice of what is shown
 * @param engine on which the model draws
 * @param format of the scorer's numbers
 */
public record EvaluationOptions(
        Path model,
        Path scorer,
        Path data,
        Path report,
        int prompts,
        int swept,
        List<Double> guidanceScales,
        List<Integer> steps,
        Path fewStepsLora,
        long seed,
        EngineOptions engine,
        DType format) {
    /** Prompts of each part, among whose captions a picture's own has to be found. */
    public static final int OF_EACH = 200;

    public EvaluationOptions {
        guidanceScales = List.copyOf(guidanceScales);
        steps = List.copyOf(steps);
    }
}
