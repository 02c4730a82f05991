package dev.bildwerk.engine;

/** How a weight that is trained from nothing begins; a weight that is read from a file ignores it. */
public sealed interface Init {

    Init ZEROS = new Constant(0);
    Init ONES = new Constant(1);

    record Constant(double value) implements Init {}

    record Normal(double standardDeviation) implements Init {}

    /** The first rows of a matrix normal, the others zero. */
    record NormalRows(double standardDeviation, long rows) implements Init {}

    /** Uniform between minus and plus the bound. */
    record Uniform(double bound) implements Init {}

    /** As torch begins the weight and bias of linear and convolution layers: uniform within 1 / sqrt(fanIn). */
    static Init fanIn(long fanIn) {
        return new Uniform(1 / Math.sqrt(fanIn));
    }
}
