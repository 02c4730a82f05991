package dev.bildwerk.engine;

/** {@code x W^T + b} over the last dimension. */
public sealed interface LinearMap permits LinearMap.Wide, Int8LinearMap {

    /** @return {@code [..., out]}, in the format of {@code x} */
    Tensor apply(Tensor x);

    /**
     * In the format of its weight.
     *
     * @param weight {@code [out, in]} or {@code [out, in, 1, 1]}
     * @param bias {@code [out]}, or null
     */
    record Wide(Tensor weight, Tensor bias) implements LinearMap {
        @Override
        public Tensor apply(Tensor x) {
            Tensor matrix = weight.dimensions() == 2 ? weight : weight.reshape(weight.size(0), weight.size(1));
            return x.linear(matrix, bias);
        }
    }
}
