package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import java.util.Arrays;

/**
 * What SDXL is told about a picture's size beside the prompts: original size, crop, and the target size or, for the
 * refiner, how beautiful the picture is to be (an aesthetic score as LAION's predictor gives it).
 *
 * @param ofPrompt six numbers, five for the refiner
 * @param ofNegativePrompt as many
 */
record ConditionNumbers(double[] ofPrompt, double[] ofNegativePrompt) {
    private static final int OF_REFINER = 5;
    private static final double BEAUTIFUL = 6;
    private static final double NOT_BEAUTIFUL = 2.5;

    /** Whether a model is told how beautiful a picture is to be. */
    static boolean areOfRefiner(Checkpoint checkpoint) {
        return checkpoint.conditionNumbers() == OF_REFINER;
    }

    /** A whole picture of the size that is drawn; null for a model that takes no numbers. */
    static ConditionNumbers of(Checkpoint checkpoint, int width, int height) {
        return switch (checkpoint.conditionNumbers()) {
            case 0 -> null;
            case OF_REFINER -> new ConditionNumbers(
                    new double[] {height, width, 0, 0, BEAUTIFUL}, new double[] {height, width, 0, 0, NOT_BEAUTIFUL});
            default -> ofBoth(new double[] {height, width, 0, 0, height, width});
        };
    }

    static ConditionNumbers ofBoth(double[] numbers) {
        return new ConditionNumbers(numbers, numbers);
    }

    /** One row for each prompt of a batch. */
    double[][] ofEach(int prompts, boolean firstIsNegative) {
        double[][] rows = new double[prompts][];
        Arrays.fill(rows, ofPrompt);
        if (firstIsNegative) {
            rows[0] = ofNegativePrompt;
        }
        return rows;
    }
}
