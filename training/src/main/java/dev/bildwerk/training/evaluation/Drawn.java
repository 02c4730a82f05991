package dev.bildwerk.training.evaluation;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.training.data.EvaluationPrompt;

/**
 * What a model drew for a prompt.
 *
 * @param number of the prompt in the list of all
 */
record Drawn(int number, EvaluationPrompt prompt, Picture picture) {}
