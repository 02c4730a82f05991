package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Tensor;

/** How the weights of tokens act on what a text encoder says of them. */
final class TokenWeighting {
    /** The largest number of half precision, which no encoder's state reaches by itself. */
    private static final double LARGEST = 65504;

    private TokenWeighting() {}

    /**
     * AUTOMATIC1111's: each state times its weight, and then all of one chunk times one number, so that their mean is
     * what it was. One chunk is that of all texts that a prompt changes to, and each counts as often as it is used.
     *
     * @param states {@code [texts * chunks, tokens, width]}
     * @param weights {@code [texts * chunks, tokens, 1]} in F32
     * @param uses of each text
     */
    static Tensor keepingTheMean(Tensor states, Tensor weights, int[] uses) {
        Tensor before = states.to(DType.F32);
        Tensor after = before.mul(weights);
        float[] meansBefore = before.mean(false, 1, 2).toFloats();
        float[] meansAfter = after.mean(false, 1, 2).toFloats();
        int chunks = meansBefore.length / uses.length;
        float[] factors = new float[meansBefore.length];
        for (int chunk = 0; chunk < chunks; chunk++) {
            double factor = mean(meansBefore, chunk, chunks, uses) / mean(meansAfter, chunk, chunks, uses);
            for (int text = 0; text < uses.length; text++) {
                factors[text * chunks + chunk] = Double.isFinite(factor) ? (float) factor : 1;
            }
        }
        return bounded(after.mul(Tensor.of(factors, factors.length, 1, 1).like(after)), states);
    }

    /**
     * ComfyUI's: from what the encoder says of an empty text, so many times the way to what it says of this one.
     *
     * @param states {@code [rows, tokens, width]}
     * @param empty {@code [1, tokens, width]}
     * @param weights {@code [rows, tokens, 1]} in F32
     */
    static Tensor fromTheEmptyText(Tensor states, Tensor empty, Tensor weights) {
        Tensor origin = empty.to(DType.F32);
        return bounded(states.to(DType.F32).sub(origin).mul(weights).add(origin), states);
    }

    private static double mean(float[] means, int chunk, int chunks, int[] uses) {
        double sum = 0;
        for (int text = 0; text < uses.length; text++) {
            sum += (double) means[text * chunks + chunk] * uses[text];
        }
        return sum;
    }

    private static Tensor bounded(Tensor weighted, Tensor like) {
        return weighted.clamp(-LARGEST, LARGEST).like(like);
    }
}
