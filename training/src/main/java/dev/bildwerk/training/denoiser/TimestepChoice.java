package dev.bildwerk.training.denoiser;

import java.util.SplittableRandom;

/**
 * Which noise levels a step learns at. Half of a batch is spread over all timesteps, half over the noisiest fifth: there, where
 * next to nothing of the picture is left, a word alone must say what is where, and a small model that sees this rarely draws the
 * right colours in no shape.
 */
final class TimestepChoice {
    private static final double NOISIEST = 0.8;

    private TimestepChoice() {}

    /** One timestep from each of as many equal stretches: less chance in the loss than with free draws. */
    static int[] draw(int batch, int timesteps, SplittableRandom random) {
        int[] drawn = new int[batch];
        int noisy = batch / 2;
        for (int i = 0; i < batch; i++) {
            double place = i < noisy
                    ? NOISIEST + (1 - NOISIEST) * (i + random.nextDouble()) / noisy
                    : (i - noisy + random.nextDouble()) / (batch - noisy);
            drawn[i] = Math.min((int) (place * timesteps), timesteps - 1);
        }
        return drawn;
    }
}
