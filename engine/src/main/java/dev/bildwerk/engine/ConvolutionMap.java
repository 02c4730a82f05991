package dev.bildwerk.engine;

import java.util.function.UnaryOperator;

/** A convolution over {@code [batch, channels, height, width]}. */
public sealed interface ConvolutionMap permits ConvolutionMap.Wide, Int8ConvolutionMap {

    /** @param padding pixels of zeros on each edge */
    Tensor apply(Tensor x, int padding);

    /**
     * The same without padding for pieces that come one after another, while the open scope is open.
     *
     * @param first of the pieces; the others are not wider and have as many channels
     */
    UnaryOperator<Tensor> ofPieces(Tensor first);

    /** Channels of what it gives. */
    long outChannels();

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

        @Override
        public UnaryOperator<Tensor> ofPieces(Tensor first) {
            return Convolution.ofPieces(weight, bias, stride, first);
        }

        @Override
        public long outChannels() {
            return weight.size(0);
        }
    }
}
