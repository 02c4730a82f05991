package dev.bildwerk.training.evaluation;

import dev.bildwerk.training.evaluation.Neighbours.Nearest;
import java.util.List;

/**
 * How near drawn pictures come to trained ones.
 *
 * @param pictures how many
 * @param nearer share that is nearer to a trained picture than the threshold
 * @param medianDistance to the nearest trained picture by colours and places
 * @param leastDistance the nearest of all
 * @param medianLikeness to the trained picture that shows the most alike
 */
record Copying(int pictures, double nearer, double medianDistance, double leastDistance, double medianLikeness) {
    /** Share of the pairs of different drawings of one thing that lie nearer than the threshold. */
    static final double NEAR_BY_CHANCE = 0.01;

    /**
     * Below it a picture counts as a copy: nearer than 99 of 100 pairs of different drawings of the same thing are.
     *
     * @param betweenDrawings their distances, ascending
     */
    static double threshold(double[] betweenDrawings) {
        return betweenDrawings.length == 0 ? 0 : betweenDrawings[(int) (NEAR_BY_CHANCE * betweenDrawings.length)];
    }

    static Copying of(List<Nearest> nearest, double threshold) {
        double[] distances = nearest.stream().mapToDouble(Nearest::distance).sorted().toArray();
        double[] likenesses = nearest.stream().mapToDouble(Nearest::likeness).sorted().toArray();
        if (distances.length == 0) {
            return new Copying(0, 0, 0, 0, 0);
        }
        long nearer = nearest.stream().filter(one -> one.distance() < threshold).count();
        return new Copying(
                distances.length,
                (double) nearer / distances.length,
                distances[distances.length / 2],
                distances[0],
                likenesses[likenesses.length / 2]);
    }
}
