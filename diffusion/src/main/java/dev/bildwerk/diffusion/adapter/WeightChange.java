package dev.bildwerk.diffusion.adapter;

import dev.bildwerk.engine.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How an adapter changes one weight.
 *
 * @param alpha as training set it; NaN where the file does not say, which is as much as the rank
 * @param magnitude DoRA's length of each row, {@code [out]}, or of each column, {@code [1, in]}; null for the others
 */
record WeightChange(Factors factors, double alpha, Tensor magnitude) {

    /**
     * The changed weight.
     *
     * @param weight in F32, is left as it is
     * @param strength 0 for none of it, 1 for all
     * @throws AdapterException where the shapes do not fit
     */
    Tensor apply(Tensor weight, double strength, String name) {
        if (factors.count(weight) != Factors.numbers(weight.shape())) {
            throw new AdapterException(
                    "adapter.shape",
                    "the change of %s is not of its shape %s: it was made for another family of models"
                            .formatted(name, Arrays.toString(weight.shape())));
        }
        Tensor product = factors.product(weight);
        double scale = Double.isNaN(alpha) ? 1 : factors.scale(alpha);
        Tensor difference = product.reshape(weight.shape());
        if (magnitude == null) {
            return weight.add(difference, scale * strength);
        }
        Tensor moved = weight.add(difference, scale);
        Tensor whole = moved.mul(magnitudes(weight).div(lengths(moved)));
        return weight.add(whole.sub(weight), strength);
    }

    private boolean byRow(Tensor weight) {
        return magnitude.size(0) == weight.size(0) && Factors.numbers(magnitude.shape()) == weight.size(0);
    }

    private Tensor magnitudes(Tensor weight) {
        long[] shape = ones(weight);
        shape[byRow(weight) ? 0 : 1] = -1;
        return magnitude.reshape(shape);
    }

    /** Of rows or columns, as many as there are magnitudes, with a length of 1 in all other dimensions. */
    private Tensor lengths(Tensor weight) {
        int kept = byRow(weight) ? 0 : 1;
        int dimensions = weight.shape().length;
        long[] others = IntStream.range(0, dimensions).filter(i -> i != kept).asLongStream().toArray();
        double each = (double) Factors.numbers(weight.shape()) / weight.size(kept);
        return weight.square().mean(true, others).mul(each).sqrt();
    }

    private static long[] ones(Tensor weight) {
        long[] shape = new long[weight.shape().length];
        Arrays.fill(shape, 1);
        return shape;
    }
}
