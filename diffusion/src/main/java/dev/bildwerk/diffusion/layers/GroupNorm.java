package dev.bildwerk.diffusion.layers;

import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/** Group normalisation (Wu and He 2018) over {@code [batch, channels, ...]}; weight and bias are {@code [channels]}. */
public record GroupNorm(Tensor weight, Tensor bias, int groups, double epsilon) {

    public static GroupNorm of(Weights weights, long channels, int groups, double epsilon) {
        return new GroupNorm(
                weights.get("weight", Init.ONES, channels), weights.get("bias", Init.ZEROS, channels), groups, epsilon);
    }

    public Tensor apply(Tensor x) {
        return x.groupNorm(groups, weight, bias, epsilon);
    }

    /** Moments of features that are seen piece by piece. */
    public GroupMoments moments() {
        return new GroupMoments(groups);
    }

    /**
     * What it does to any piece of features whose moments over the whole are known.
     *
     * @param moments of all pieces
     */
    public PieceNorm ofPieces(GroupMoments moments) {
        double[] means = moments.means();
        double[] variances = moments.variances();
        float[] weights = weight.toFloats();
        float[] biases = bias.toFloats();
        int batch = means.length / groups;
        float[] scales = new float[batch * weights.length];
        float[] shifts = new float[scales.length];
        for (int i = 0; i < scales.length; i++) {
            int channel = i % weights.length;
            int group = i / weights.length * groups + channel / (weights.length / groups);
            double scale = weights[channel] / Math.sqrt(variances[group] + epsilon);
            scales[i] = (float) scale;
            shifts[i] = (float) (biases[channel] - means[group] * scale);
        }
        Tensor scale = Tensor.of(scales, batch, weights.length, 1, 1).to(weight.device());
        Tensor shift = Tensor.of(shifts, batch, weights.length, 1, 1).to(weight.device());
        return new PieceNorm(scale, shift);
    }
}
