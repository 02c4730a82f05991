package dev.bildwerk.diffusion.vae;

import dev.bildwerk.engine.Tensor;
import java.util.SplittableRandom;

/**
 * A picture by which {@link LatentToRgb} learns how an autoencoder says colours: discs of all colours on white and grey grounds.
 * Always the same one.
 */
final class TestCard {
    static final int SIDE = 256;

    private static final int SQUARE = 64;
    private static final double SMALLEST_RADIUS = 20;
    private static final double LARGEST_RADIUS = 30;
    private static final long SEED = 7;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final float[] values = new float[3 * SIDE * SIDE];

    private TestCard() {}

    /** {@code [1, 3, 256, 256]} in F32, values -1 to 1. */
    static Tensor draw() {
        TestCard card = new TestCard();
        for (int top = 0; top < SIDE; top += SQUARE) {
            for (int left = 0; left < SIDE; left += SQUARE) {
                card.disc(top, left);
            }
        }
        return Tensor.of(card.values, 1, 3, SIDE, SIDE);
    }

    private void disc(int top, int left) {
        float[] ground = ground();
        float[] colour = colour();
        double radius = SMALLEST_RADIUS + (LARGEST_RADIUS - SMALLEST_RADIUS) * random.nextDouble();
        double middle = (SQUARE - 1) / 2.0;
        for (int y = 0; y < SQUARE; y++) {
            for (int x = 0; x < SQUARE; x++) {
                boolean inside = Math.hypot(y - middle, x - middle) < radius;
                set(top + y, left + x, inside ? colour : ground);
            }
        }
    }

    /** White, or a grey half as often. */
    private float[] ground() {
        float grey = random.nextInt(3) == 0 ? number() : 1;
        return new float[] {grey, grey, grey};
    }

    private float[] colour() {
        return new float[] {number(), number(), number()};
    }

    private float number() {
        return (float) (2 * random.nextDouble() - 1);
    }

    private void set(int y, int x, float[] colour) {
        for (int channel = 0; channel < 3; channel++) {
            values[(channel * SIDE + y) * SIDE + x] = colour[channel];
        }
    }
}
