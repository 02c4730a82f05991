package dev.bildwerk.engine;

/** A convolution over {@code [batch, channels, height, width]}. */
public sealed interface ConvolutionMap permits ConvolutionMap.Wide, Int8ConvolutionMap {

    /** @param padding pixels of zeros on each edge */
    Tensor apply(Tensor x, int padding);

    /**
     * In the format of its weight.
     *
     * @param weight {@code [out, in, size, size]}
     * @param bias {@code [out]}, or null
     * @param stride pixels from one output to the next
     */
    record Wide(Tensor weight, Tensor bias, int stride) implements ConvolutionMap {
        @Override
        public Tensor apply(Tensor x, int padding) {
            return Convolution.apply(x, weight, bias, stride, padding);
        }
    }
}
