package dev.bildwerk.engine;

/**
 * Where a module takes its weights from: a file, or a trainer that makes them. A module asks for each weight once, when it
 * is built, by the name that the checkpoint has for it.
 */
@FunctionalInterface
public interface Weights {

    /**
     * The weight of that name.
     *
     * @param key such as {@code conv_in.weight}
     * @param init how it begins where it is trained from nothing
     * @param shape that the module needs
     * @throws RuntimeException that names the key, both shapes and the file, where it is missing or misshapen
     */
    Tensor get(String key, Init init, long... shape);

    /**
     * A linear map, as it is to be computed.
     *
     * @param weight key of its weight, of the shape {@code [out, in]} or {@code [out, in, 1, 1]}
     * @param bias key of its bias {@code [out]}; null where it has none
     * @throws RuntimeException as {@link #get}
     */
    default LinearMap linear(String weight, Init weightInit, String bias, Init biasInit, long... shape) {
        return new LinearMap.Wide(
                get(weight, weightInit, shape), bias == null ? null : get(bias, biasInit, shape[0]));
    }

    /**
     * A convolution, as it is to be computed.
     *
     * @param weight key of its weight, of the shape {@code [out, in, size, size]}
     * @param bias key of its bias {@code [out]}; null where it has none
     * @param stride pixels from one output to the next
     * @throws RuntimeException as {@link #get}
     */
    default ConvolutionMap convolution(
            String weight, Init weightInit, String bias, Init biasInit, int stride, long... shape) {
        return new ConvolutionMap.Wide(
                get(weight, weightInit, shape), bias == null ? null : get(bias, biasInit, shape[0]), stride);
    }

    /** The same weights for layers that are to be computed in their own number format, whatever is said of the others. */
    default Weights wide() {
        return this::get;
    }

    /** The weights whose names begin with that prefix and a point, which their keys then leave out. */
    default Weights at(String prefix) {
        return new PrefixedWeights(this, prefix);
    }
}
