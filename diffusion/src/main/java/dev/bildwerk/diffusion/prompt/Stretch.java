package dev.bildwerk.diffusion.prompt;

import java.util.List;

/**
 * A prompt for a number of steps.
 *
 * @param untilStep the last step that it is for, as AUTOMATIC1111 counts: {@code [a:b:5]} gives stretches until 5 and
 *     until the end
 * @param prompt what is encoded
 */
public record Stretch(int untilStep, WeightedPrompt prompt) {

    /**
     * Which of some stretches a step belongs to. That program counts the steps that it takes from 0 and compares them
     * with steps counted from 1, so the first stretch lasts one step longer than it says; old pictures depend on it.
     *
     * @param untilSteps of each stretch, rising
     * @param step from 0 on
     */
    public static int indexAt(List<Integer> untilSteps, int step) {
        for (int i = 0; i < untilSteps.size(); i++) {
            if (step <= untilSteps.get(i)) {
                return i;
            }
        }
        return 0;
    }
}
