package dev.bildwerk.diffusion.layers;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;

/**
 * Mean and variance of each group of channels over features that are seen piece by piece: what {@link GroupNorm} takes from
 * features that it sees as a whole. Pieces are joined by the update of Chan, Golub and LeVeque 1979, in double precision.
 */
public final class GroupMoments {
    private final int groups;
    private double[] means = {};
    private double[] squares = {};
    private double count;

    public GroupMoments(int groups) {
        this.groups = groups;
    }

    /** @param piece {@code [batch, channels, height, width]} */
    public void add(Tensor piece) {
        try (Scope scope = Scope.open()) {
            Tensor[] moments = piece.groupMoments(groups);
            add(moments[0].toFloats(), moments[1].toFloats(), piece.count() / piece.size(0) / groups);
        }
    }

    private void add(float[] newMeans, float[] variances, double newCount) {
        if (count == 0) {
            means = new double[newMeans.length];
            squares = new double[newMeans.length];
        }
        double all = count + newCount;
        for (int i = 0; i < means.length; i++) {
            double step = newMeans[i] - means[i];
            means[i] += step * newCount / all;
            squares[i] += variances[i] * newCount + step * step * count * newCount / all;
        }
        count = all;
    }

    /** Of each picture's groups. */
    double[] means() {
        return means.clone();
    }

    /** Of each picture's groups. */
    double[] variances() {
        double[] variances = squares.clone();
        for (int i = 0; i < variances.length; i++) {
            variances[i] = Math.max(0, variances[i] / count);
        }
        return variances;
    }
}
