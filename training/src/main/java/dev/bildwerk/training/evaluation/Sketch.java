package dev.bildwerk.training.evaluation;

import dev.bildwerk.training.scorer.Scorer;

/** A picture as 16 x 16 means of its pixels, by which two pictures are compared place by place. */
final class Sketch {
    private static final int EDGE = 16;
    private static final int CELL = Scorer.SIDE / EDGE;

    /** Numbers of a sketch. */
    static final int SIZE = 3 * EDGE * EDGE;

    private Sketch() {}

    /**
     * Writes a sketch; its numbers are 0 for white, -255 for black.
     *
     * @param planes values -1 to 1 of a picture of {@link Scorer#SIDE}, channel after channel
     */
    static void write(float[] planes, float[] into, int offset) {
        int at = offset;
        for (int channel = 0; channel < 3; channel++) {
            for (int row = 0; row < EDGE; row++) {
                for (int column = 0; column < EDGE; column++) {
                    into[at++] = mean(planes, channel, row, column) * 127.5f - 127.5f;
                }
            }
        }
    }

    private static float mean(float[] planes, int channel, int row, int column) {
        float sum = 0;
        for (int y = 0; y < CELL; y++) {
            int start = (channel * Scorer.SIDE + row * CELL + y) * Scorer.SIDE + column * CELL;
            for (int x = 0; x < CELL; x++) {
                sum += planes[start + x];
            }
        }
        return sum / (CELL * CELL);
    }

    /** Root of the mean squared difference of two sketches in one array each, 0 to 255. */
    static double distance(float[] a, int aOffset, float[] b, int bOffset) {
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            double difference = a[aOffset + i] - b[bOffset + i];
            sum += difference * difference;
        }
        return Math.sqrt(sum / SIZE);
    }
}
