package dev.bildwerk.engine;

/** The weights of a part, by their names within it. */
record PrefixedWeights(Weights whole, String prefix) implements Weights {
    @Override
    public Tensor get(String key, Init init, long... shape) {
        return whole.get(full(key), init, shape);
    }

    @Override
    public LinearMap linear(String weight, Init weightInit, String bias, Init biasInit, long... shape) {
        return whole.linear(full(weight), weightInit, full(bias), biasInit, shape);
    }

    @Override
    public ConvolutionMap convolution(
            String weight, Init weightInit, String bias, Init biasInit, int stride, long... shape) {
        return whole.convolution(full(weight), weightInit, full(bias), biasInit, stride, shape);
    }

    private String full(String key) {
        return key == null ? null : prefix + "." + key;
    }
}
